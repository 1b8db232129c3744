"""Pages: Jinja templates with every value escaped, and the languages they speak."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from tansiq.web.languages import Languages

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Pages:
    """The templates and the catalogues, loaded once."""

    environment: Environment
    languages: Languages

    def render(self, template: str, context: dict[str, Any]) -> str:
        """The text of a page."""
        return self.environment.get_template(template).render(context)


def load_pages() -> Pages:
    """Reads the catalogues and prepares the templates of this package."""
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    return Pages(environment=environment, languages=Languages.load(HERE / "locales"))
