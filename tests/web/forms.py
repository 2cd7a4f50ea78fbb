"""The forms of a page, as a browser without JavaScript sees them."""

from html.parser import HTMLParser


class Form:
    """One form: where it goes, what its fields hold, which buttons send it, and its words."""

    def __init__(self, action: str, method: str) -> None:
        self.action = action
        self.method = method
        self.fields: dict[str, list[str]] = {}
        self.choices: dict[str, list[str]] = {}
        self.buttons: list[tuple[str, str, str]] = []
        """(name, value, formaction)"""
        self.words = ""

    @property
    def values(self) -> dict[str, str]:
        """What is sent when nothing is entered; of a field with several values the last."""
        return {name: values[-1] for name, values in self.fields.items() if values}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._inside: Form | None = None
        self._area: str | None = None
        self._select: tuple[str, bool] | None = None
        self._option: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside = Form(found.get("action", ""), found.get("method", "get").lower())
            self.forms.append(self._inside)
        form = self._inside
        if form is None:
            return
        name = found.get("name", "")
        if tag == "input" and name:
            ticked = found.get("type") not in ("checkbox", "radio") or "checked" in found
            form.choices.setdefault(name, []).append(found.get("value", "on"))
            form.fields.setdefault(name, [])
            if ticked:
                form.fields[name].append(found.get("value", ""))
        elif tag == "button" and found.get("type", "submit") == "submit":
            form.buttons.append((name, found.get("value", ""), found.get("formaction", "")))
        elif tag == "textarea" and name:
            self._area = name
            form.fields[name] = [""]
        elif tag == "select" and name:
            self._select = (name, "multiple" in found)
            form.fields[name] = []
            form.choices[name] = []
        elif tag == "option" and self._select is not None:
            chosen, _ = self._select
            value = found.get("value")
            self._option = chosen if value is None else None
            if value is not None:
                form.choices[chosen].append(value)
                if "selected" in found:
                    form.fields[chosen].append(value)

    def handle_data(self, data: str) -> None:
        if self._inside is None:
            return
        self._inside.words += data
        if self._area is not None:
            self._inside.fields[self._area][0] += data
        elif self._option is not None and data.strip():
            self._inside.choices[self._option].append(data.strip())

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = None
        elif tag == "textarea":
            self._area = None
        elif tag == "option":
            self._option = None
        elif tag == "select" and self._select is not None and self._inside is not None:
            name, several = self._select
            if not several and not self._inside.fields[name] and self._inside.choices[name]:
                self._inside.fields[name] = [self._inside.choices[name][0]]
            self._select = None


def forms_of(page: str) -> list[Form]:
    """Return the forms of a page in their order."""
    reader = _Reader()
    reader.feed(page)
    return reader.forms


def form_to(page: str, ending: str) -> Form:
    """Return the page's first form that goes to an address with that ending."""
    found = [form for form in forms_of(page) if form.action.endswith(ending)]
    assert found, f"no form to {ending}: {[form.action for form in forms_of(page)]}"
    return found[0]
