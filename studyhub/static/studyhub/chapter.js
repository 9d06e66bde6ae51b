// Marks in the contents where the reader is.
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const contents = document.querySelector(".contents");
  if (!contents) return;
  const wide = matchMedia("(width >= 64rem)");
  const details = contents.querySelector("details");
  const fit = () => (details.open = wide.matches);
  fit();
  wide.addEventListener("change", fit);

  const links = new Map();
  for (const link of contents.querySelectorAll("a[href^='#']")) {
    const id = decodeURIComponent(link.hash.slice(1));
    const heading = document.getElementById(id);
    if (heading) links.set(heading, link);
  }
  // The heading last passed: the lowest one above a line under the top of the page.
  const mark = () => {
    const line = innerHeight / 4;
    const end = innerHeight + scrollY >= document.body.scrollHeight - 2;
    const passed = [...links.keys()].filter(
      (heading) => end || heading.getBoundingClientRect().top <= line,
    );
    const here = passed.at(-1) ?? links.keys().next().value;
    for (const [heading, link] of links) {
      if (heading === here) link.setAttribute("aria-current", "location");
      else link.removeAttribute("aria-current");
    }
  };
  // A band of no height a quarter down: told whenever a heading crosses it.
  const watcher = new IntersectionObserver(mark, { rootMargin: "0px 0px -75% 0px" });
  for (const heading of links.keys()) watcher.observe(heading);
  addEventListener("scrollend", mark);
});
