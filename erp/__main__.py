import sys

from erp.cli import main

sys.exit(main())
