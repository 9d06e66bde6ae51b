"""Form fields for what authors write: lists and Markdown."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget
from django.forms import Widget
from django.utils.translation import gettext as _


class LinesField(forms.CharField):
    """A list of short texts, one a line."""

    separator = "\n"
    widget: type[Widget] = AdminTextareaWidget

    def to_python(self, value: Any) -> Any:
        if isinstance(value, list):
            return value
        parts = str(value or "").split(self.separator)
        return [part.strip() for part in parts if part.strip()]

    def prepare_value(self, value: Any) -> Any:
        return self.joined(value) if isinstance(value, list) else value

    def joined(self, value: list[Any]) -> str:
        return "\n".join(map(str, value))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(self.to_python(data) != [str(one) for one in initial or []])


class TagsField(LinesField):
    """A list of short texts, split by commas."""

    separator = ","
    widget: type[Widget] = AdminTextInputWidget

    def joined(self, value: list[Any]) -> str:
        return ", ".join(map(str, value))


class MarkdownField(forms.CharField):
    """Text as its author wrote it, with line ends as everywhere else."""

    widget = AdminTextareaWidget

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"strip": False, **kwargs})

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("\r\n", "\n")

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(initial, self.to_python(data))


class SettingsField(forms.JSONField):
    """An object of settings; none is written as nothing, not as `null`."""

    widget = AdminTextareaWidget

    def prepare_value(self, value: Any) -> Any:
        return super().prepare_value(value) if value else ""

    def clean(self, value: Any) -> Any:
        settings = super().clean(value) or {}
        if not isinstance(settings, dict):
            raise forms.ValidationError(_('Write an object, for example {"eta": 0.5}.'))
        return settings


class TextField(forms.CharField):
    """One line; a number from a file (`answer = 1958`) equals what is typed."""

    widget = AdminTextInputWidget

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed("" if initial is None else str(initial), data)
