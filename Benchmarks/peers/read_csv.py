"""How fast pandas reads a CSV. Usage: read_csv.py FILE; prints records and seconds of the reading alone as JSON."""
import json
import sys
import time

import pandas

pandas.DataFrame({"warm": [1]})
wall, processor = time.perf_counter(), time.process_time()
table = pandas.read_csv(sys.argv[1])
print(json.dumps({"reviews": len(table), "seconds": time.perf_counter() - wall,
                  "processor_seconds": time.process_time() - processor}))
