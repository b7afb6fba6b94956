from . import (
    test_control,
    test_deadline,
    test_print,
    test_rpc,
    test_state_guard,
    test_structure,
    test_todo,
)
