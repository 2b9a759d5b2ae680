"""The server process. In eventlet mode this file patches, before anything else is imported.

`thread=False`: writer, readers and follower are real threads beside the loop; with patched threads one log line
from both sides stops the loop for good. `psycopg=False`: the database is only touched by real threads.
"""

import sys
import warnings

if "--async-mode=eventlet" in sys.argv:
    # Its makers' announcement is known (ARCHITECTURE.md: the second mode); it need not head every log.
    warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")
    import eventlet

    eventlet.monkey_patch(thread=False, psycopg=False)

# The rest of the program may only be imported now.
from motcua.serve import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
