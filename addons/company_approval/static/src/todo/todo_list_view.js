import { registry } from "@web/core/registry";
import { listView } from "@web/views/list/list_view";
import { ListController } from "@web/views/list/list_controller";
import { openBatchApprove } from "./batch_approve";

/** The to-do list with its two ways to get through it fast: approve the selected ones, or one after another. */
export class TodoListController extends ListController {
    static template = "company_approval.TodoListView";

    async onBatchApprove() {
        const ids = await this.model.root.getResIds(true);
        const { orm, dialog, notification } = this.env.services;
        openBatchApprove({ orm, dialog, notification }, ids, () => this.model.load());
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
}

export const todoListView = {
    ...listView,
    Controller: TodoListController,
};

registry.category("views").add("company_todo_list", todoListView);
