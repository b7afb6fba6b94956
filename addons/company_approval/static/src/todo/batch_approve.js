import { _t } from "@web/core/l10n/translation";
import { Domain } from "@web/core/domain";
import { groupBy } from "@web/core/utils/arrays";
import { OpinionDialog } from "../approval/opinion_dialog";
import { BatchResultDialog } from "./batch_result_dialog";

const CHUNK = 10;

/** The running approvals behind to-do rows: {"model,id": approval id}. */
async function findApprovals(orm, todos) {
    const domains = Object.entries(groupBy(todos, (todo) => todo.res_model)).map(([model, rows]) => [
        ["res_model", "=", model],
        ["res_id", "in", rows.map((row) => row.res_id)],
        ["state", "=", "pending"],
    ]);
    const approvals = await orm.searchRead("company.approval", Domain.or(domains).toList(), ["res_model", "res_id"]);
    return Object.fromEntries(approvals.map((line) => [`${line.res_model},${line.res_id}`, line.id]));
}

/** Approve what the to-do rows ask for, one after another; a refusal does not stop the others. */
export async function approveTodos(orm, todos, opinion) {
    const approvals = await findApprovals(orm, todos);
    const result = { done: 0, refused: [] };
    const ids = [];
    for (const todo of todos) {
        const id = todo.kind === "approval" && approvals[`${todo.res_model},${todo.res_id}`];
        if (id) {
            ids.push(id);
        } else {
            const reason = _t("This is not a running approval. Open it and do the task there.");
            result.refused.push({ name: todo.name, reason: String(reason) });
        }
    }
    for (let start = 0; start < ids.length; start += CHUNK) {
        const chunk = ids.slice(start, start + CHUNK);
        const answer = await orm.call("company.approval", "action_approve_each", [chunk, opinion]);
        result.done += answer.done;
        result.refused.push(...answer.refused.map(([, name, reason]) => ({ name, reason })));
    }
    return result;
}

/** Ask for one opinion, approve all rows with it, then show the result. */
export function openBatchApprove({ orm, dialog, notification }, todos, onDone) {
    dialog.add(OpinionDialog, {
        action: "approve",
        title: _t("Approve %s documents", todos.length),
        note: _t("Each document is checked by itself. What cannot be approved stays in your list with the reason."),
        confirmLabel: _t("Approve"),
        confirmClass: "btn-success",
        confirm: async ({ opinion }) => {
            const result = await approveTodos(orm, todos, opinion);
            if (result.refused.length) {
                dialog.add(BatchResultDialog, result);
            } else {
                notification.add(_t("%s documents approved.", result.done), { type: "success" });
            }
            await onDone();
        },
    });
}
