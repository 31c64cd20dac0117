"""The embedded AWS: moto's own server, with what it lacks mended.

Run it with moto's arguments: ``python sandbox/aws/server.py -H 127.0.0.1 -p 5000``.
"""

import sys

import mends
from moto.server import main

if __name__ == "__main__":
    for each in mends.ALL:
        each.mend()
    main(sys.argv[1:])
