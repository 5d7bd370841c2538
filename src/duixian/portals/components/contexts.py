"""Every context a page or a part is filled with, in one place to import from.

    from duixian.portals.components import contexts as show
    show.CasePage(head=show.CaseHead(...), ...)

`parts` holds what several pages share, `pages` one dataclass a template.
"""

from duixian.portals.components.pages import *  # noqa: F403
from duixian.portals.components.parts import *  # noqa: F403
