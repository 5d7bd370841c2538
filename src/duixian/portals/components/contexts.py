"""Every context a page or a part is filled with, in one place to import from.

    from duixian.portals.components import contexts as show
    show.CasePage(head=show.CaseHead(...), ...)

`parts` holds what several pages share, `forms` fields, progress and the frame, `pages` one
dataclass for each template of the officer, `overviews` those of the supervisor and the manual.
"""

from duixian.portals.components.forms import *  # noqa: F403
from duixian.portals.components.overviews import *  # noqa: F403
from duixian.portals.components.pages import *  # noqa: F403
from duixian.portals.components.parts import *  # noqa: F403
