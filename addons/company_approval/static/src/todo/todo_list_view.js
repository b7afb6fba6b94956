import { registry } from "@web/core/registry";
import { listView } from "@web/views/list/list_view";
import { ListController } from "@web/views/list/list_controller";
import { openBatchApprove } from "./batch_approve";

const FIELDS = ["name", "kind", "res_model", "res_id"];

/** The to-do list with its two ways to get through it fast: approve the selected ones, or one after another. */
export class TodoListController extends ListController {
    static template = "company_approval.TodoListView";

    async onBatchApprove() {
        const ids = await this.model.root.getResIds(true);
        const { orm, dialog, notification } = this.env.services;
        const todos = await orm.read("company.todo", ids, FIELDS);
        openBatchApprove({ orm, dialog, notification }, todos, () => this.model.load());
    }

    async onWorkThrough() {
        const { orm, action } = this.env.services;
        const domain = this.model.root.domain;
        const [todo] = await orm.searchRead("company.todo", domain, ["id"], { limit: 1 });
        if (todo) {
            await action.doAction(await orm.call("company.todo", "action_open_record", [[todo.id]]));
        }
    }

    get hasRecords() {
        return this.model.isReady && this.model.root.count > 0 && !this.model.useSampleModel;
    }

    /** A to-do row opens what has to be done, not the row itself. */
    async openRecord(record, { newWindow } = {}) {
        const { orm, action } = this.env.services;
        const target = await orm.call("company.todo", "action_open_record", [[record.resId]]);
        await action.doAction(target, { newWindow });
    }
}

export const todoListView = {
    ...listView,
    Controller: TodoListController,
};

registry.category("views").add("company_todo_list", todoListView);
