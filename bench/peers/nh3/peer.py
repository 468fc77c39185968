import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent))

import nh3
from measure import measure

# ammonia's own lists are close to our policy for posts.
measure(nh3.clean)
