import { Component, onWillStart, useExternalListener, useState } from "@odoo/owl";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { useDropdownState } from "@web/core/dropdown/dropdown_hooks";
import { deserializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { useDebounced } from "@web/core/utils/timing";
import { formatRelative } from "../approval/trail";

const OLDEST = 10;
const FIELDS = ["name", "kind_name", "requester_id", "deadline"];

/** My to-do in the bar: how many wait (red when one is overdue), the ten oldest, and the way to all of them. */
export class TodoSystray extends Component {
    static template = "company_approval.TodoSystray";
    static components = { Dropdown, DropdownItem };
    static props = {};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.bus = useService("bus_service");
        this.dropdown = useDropdownState();
        this.state = useState({ open: 0, overdue: 0, todos: [], loaded: false });
        this.formatRelative = formatRelative;
        this.refresh = useDebounced(() => this.loadCount(), 300);
        this.bus.subscribe("company_todo/updated", () => this.refresh());
        useExternalListener(window, "focus", () => this.refresh());
        onWillStart(() => {
            this.loadCount(); // the bar doesn't wait for it
        });
    }

    async loadCount() {
        const { open, overdue } = await this.orm.silent.call("company.todo", "get_my_count", []);
        Object.assign(this.state, { open, overdue });
    }

    /** One call: the rows and the number of all of them. */
    async loadTodos() {
        const domain = [["is_mine", "=", true], ["state", "=", "open"]];
        const specification = Object.fromEntries(FIELDS.map((name) => [name, {}]));
        specification.requester_id = { fields: { display_name: {} } };
        const { records, length } = await this.orm.webSearchRead("company.todo", domain, {
            specification,
            limit: OLDEST,
            order: "deadline asc, id asc",
        });
        Object.assign(this.state, { todos: records, open: length, loaded: true });
    }

    get openAllLabel() {
        return _t("Open all (%s)", this.state.open);
    }

    get overdueLabel() {
        return _t("%s overdue", this.state.overdue);
    }

    isOverdue(todo) {
        return todo.deadline && deserializeDateTime(todo.deadline) < luxon.DateTime.now();
    }

    async openTodo(todo) {
        this.dropdown.close();
        const action = await this.orm.call("company.todo", "action_open_record", [[todo.id]]);
        await this.action.doAction(action);
    }

    openAll() {
        this.dropdown.close();
        this.action.doAction("company_base.company_todo_action", { clearBreadcrumbs: true });
    }
}

export const todoSystray = {
    Component: TodoSystray,
    isDisplayed: () => user.isInternalUser,
};

registry.category("systray").add("company_approval.todo", todoSystray, { sequence: 21 });
