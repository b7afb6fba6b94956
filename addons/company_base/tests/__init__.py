# the test cases of this addon; common, rpc and structural are the ground of every addon's tests
from . import test_structure
