import { _t } from "@web/core/l10n/translation";
import { OpinionDialog } from "../approval/opinion_dialog";
import { BatchResultDialog } from "./batch_result_dialog";

const CHUNK = 10;

/** Approve what the to-dos ask for, a few at a time; a refusal does not stop the others. */
export async function approveTodos(orm, ids, opinion) {
    const result = { done: 0, refused: [] };
    for (let start = 0; start < ids.length; start += CHUNK) {
        const answer = await orm.call("company.todo", "action_approve_batch", [ids.slice(start, start + CHUNK), opinion]);
        result.done += answer.done;
        result.refused.push(...answer.refused.map(([id, name, reason]) => ({ id, name, reason })));
    }
    return result;
}

/** Ask for one opinion, approve all rows with it, then show the result. */
export function openBatchApprove({ orm, dialog, notification }, ids, onDone) {
    dialog.add(OpinionDialog, {
        action: "approve",
        title: _t("Approve %s documents", ids.length),
        note: _t("Each document is checked by itself. What cannot be approved stays in your list with the reason."),
        confirmLabel: _t("Approve"),
        confirmClass: "btn-success",
        confirm: async ({ opinion }) => {
            const result = await approveTodos(orm, ids, opinion);
            if (result.refused.length) {
                dialog.add(BatchResultDialog, result);
            } else {
                notification.add(_t("%s documents approved.", result.done), { type: "success" });
            }
            await onDone();
        },
    });
}
