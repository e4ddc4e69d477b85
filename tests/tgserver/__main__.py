"""`python -m tgserver world.json …`: the server as a process of its own."""

import asyncio

from tgserver.server import main

asyncio.run(main())
