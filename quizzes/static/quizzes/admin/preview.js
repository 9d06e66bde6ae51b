/* Shows a chapter's Markdown as readers see it, while it is being written.
   The server renders it, so that the preview cannot differ from the page. */
"use strict";

{
  const WAIT = 400; // ms after the last key

  function pane(textarea) {
    const section = document.createElement("section");
    section.className = "preview";
    section.setAttribute("aria-label", textarea.dataset.previewTitle);
    const status = document.createElement("div");
    status.className = "preview-faults";
    status.setAttribute("role", "status");
    const faults = document.createElement("ul");
    status.append(faults);
    const page = document.createElement("div");
    page.inert = true; // what a chapter offers must not send the author's form
    section.append(status, page);
    textarea.after(section);
    return {
      show(html, sentences) {
        page.innerHTML = html;
        this.complain(sentences);
      },
      complain(sentences) {
        faults.replaceChildren(...sentences.map((sentence) => {
          const line = document.createElement("li");
          line.textContent = sentence;
          return line;
        }));
      },
    };
  }

  function written(textarea) {
    const fields = textarea.form.elements;
    const data = new FormData();
    data.set("body", textarea.value);
    for (const name of ["series", "key", "language", "title"]) {
      data.set(name, fields[name]?.value ?? textarea.dataset[name] ?? "");
    }
    data.set("csrfmiddlewaretoken", fields.csrfmiddlewaretoken.value);
    return data;
  }

  function preview(textarea) {
    const shown = pane(textarea);
    let timer = 0;
    let latest = 0;
    async function refresh() {
      const mine = ++latest;
      try {
        const response = await fetch(textarea.dataset.preview, {
          method: "POST",
          body: written(textarea),
        });
        if (!response.ok) throw new Error(response.statusText);
        const { html, faults } = await response.json();
        if (mine === latest) shown.show(html, faults);
      } catch {
        if (mine === latest) shown.complain([textarea.dataset.previewFailed]);
      }
    }
    textarea.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(refresh, WAIT);
    });
    refresh();
  }

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("textarea[data-preview]").forEach(preview);
  });
}
