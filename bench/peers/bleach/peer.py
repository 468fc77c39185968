import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent))

import bleach
from measure import measure

# The elements that our policy for posts lets through, as far as bleach has them in its lists.
TAGS = """a abbr acronym b blockquote br caption cite code col colgroup dd del details div dl dt em figcaption figure
h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp small span strike strong sub summary sup table
tbody td tfoot th thead time tr tt u ul var wbr audio video source""".split()
ATTRIBUTES = {
    "*": ["class", "dir", "id", "lang", "title"],
    "a": ["href"],
    "img": ["alt", "height", "src", "srcset", "width"],
    "audio": ["src"],
    "video": ["src", "poster"],
    "source": ["src", "srcset", "type"],
    "td": ["colspan", "rowspan"],
    "th": ["colspan", "rowspan", "scope"],
}

if "--reuse" in sys.argv:
    measure(bleach.Cleaner(tags=TAGS, attributes=ATTRIBUTES, strip=True).clean)
else:
    measure(lambda post: bleach.clean(post, tags=TAGS, attributes=ATTRIBUTES, strip=True))
