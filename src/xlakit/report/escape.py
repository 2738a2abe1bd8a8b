"""Text from data, made harmless for the place it goes to.

Names of teams, titles and reasons come from files that anybody may have written. Each renderer passes
every text it did not write itself through one of these.
"""

from __future__ import annotations

import html
import re
import unicodedata
from typing import Final

_JOINERS: Final = "\u200c\u200d"  # Persian and emoji need them; they move nothing
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
_MARKS: Final = re.compile(r"([\\`*_\[\]|~$])")
_LEADING: Final = re.compile(r"^(\s*)([-+#=](?=[-+#=\s]|$)|\d+(?=[.)](?:\s|$)))")
_FORMULA: Final = tuple("=+-@\uff1d\uff0b\uff0d\uff20")


def clean(text: str) -> str:
    r"""Return `text` on one line, without control, bidirectional-override and unpaired surrogate characters.

    Line breaks and tabs become blanks; anything else unseen becomes the replacement character.

    Examples
    --------
    >>> clean("Field\nWest"), clean("a\x1b[31mb"), clean("")
    ('Field West', 'a�[31mb', '')
    """
    return "".join(_harmless(character) for character in text)


def for_html(text: str) -> str:
    """Return `text` for the inside of an HTML element or of a quoted attribute.

    Examples
    --------
    >>> for_html('<script>"x"</script>')
    '&lt;script&gt;&quot;x&quot;&lt;/script&gt;'
    """
    return html.escape(clean(text), quote=True)


def for_markdown(text: str) -> str:
    r"""Return `text` so that Markdown shows it as it is: no markup, links, mentions, HTML or table cells.

    Examples
    --------
    >>> print(for_markdown("a|b `c` <img> *d*"))
    a\|b \`c\` &lt;img&gt; \*d\*
    >>> for_markdown("https://example.org, @team"), for_markdown("5-10%")
    ('https&#58;//example.org, &#64;team', '5-10%')
    """
    shown = clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    shown = _MARKS.sub(r"\\\1", shown)
    shown = _LEADING.sub(_defused, shown)
    return shown.replace("://", "&#58;//").replace("www.", "www&#46;").replace("@", "&#64;")


def _defused(found: re.Match[str]) -> str:
    """Keep a leading mark from opening a list, a heading or a rule."""
    return f"{found[1]}{found[2]}\\" if found[2].isdigit() else f"{found[1]}\\{found[2]}"


def for_sheet(text: str) -> str:
    """Return `text` so that no spreadsheet takes it for a formula: a leading quote tells it to read text.

    Examples
    --------
    >>> for_sheet("=HYPERLINK(1)"), for_sheet("-2+3"), for_sheet("Field West"), for_sheet("")
    ("'=HYPERLINK(1)", "'-2+3", 'Field West', '')
    """
    risky = text.lstrip().startswith(_FORMULA) or text.startswith(("\t", "\r", "\n"))
    return f"'{text}" if risky else text


def _harmless(character: str) -> str:
    if character in "\n\r\t\v\f\u2028\u2029\x85":
        return " "
    if character in _JOINERS or unicodedata.category(character) not in _UNSEEN:
        return character
    return "\ufffd"
