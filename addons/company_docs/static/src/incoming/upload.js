import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { KanbanController } from "@web/views/kanban/kanban_controller";
import { kanbanView } from "@web/views/kanban/kanban_view";
import { ListController } from "@web/views/list/list_controller";
import { listView } from "@web/views/list/list_view";
import { useEffect, useRef } from "@odoo/owl";

const MODEL = "company.document.incoming";

/** Several files, chosen or dropped on the view, become as many drafts of incoming documents. */
const withUpload = (Controller) => class extends Controller {
    setup() {
        super.setup();
        this.http = useService("http");
        this.orm = useService("orm");
        this.action = useService("action");
        this.notification = useService("notification");
        this.fileInput = useRef("fileInput");
        const over = (ev) => this.canUpload && ev.dataTransfer?.types.includes("Files") && ev.preventDefault();
        const drop = (ev) => this.onDropFiles(ev);
        useEffect(
            (el) => {
                el?.addEventListener("dragover", over);
                el?.addEventListener("drop", drop);
                return () => {
                    el?.removeEventListener("dragover", over);
                    el?.removeEventListener("drop", drop);
                };
            },
            () => [document.querySelector(".o_content")],
        );
    }

    get canUpload() {
        return this.props.archInfo.activeActions.create;
    }

    onUploadClick() {
        this.fileInput.el.click();
    }

    async onFilesChosen() {
        const files = [...this.fileInput.el.files];
        this.fileInput.el.value = "";       // the same file may be chosen again; the view may be gone afterwards
        await this.uploadFiles(files);
    }

    async onDropFiles(ev) {
        if (this.canUpload && ev.dataTransfer?.files.length) {
            ev.preventDefault();
            await this.uploadFiles([...ev.dataTransfer.files]);
        }
    }

    async uploadFiles(files) {
        if (!files.length) {
            return;
        }
        const answer = await this.http.post(
            "/web/binary/upload_attachment",
            { csrf_token: odoo.csrf_token, ufile: files, model: MODEL, id: 0 },
            "text",
        );
        const attachments = JSON.parse(answer);
        const failed = attachments.error || attachments.find?.((file) => file.error)?.error;
        if (failed) {
            this.notification.add(failed, { type: "danger" });
            return;
        }
        const ids = await this.orm.call(MODEL, "action_create_drafts", [attachments.map((file) => file.id)]);
        if (ids.length === 1) {
            await this.action.doAction({
                type: "ir.actions.act_window", res_model: MODEL, res_id: ids[0], views: [[false, "form"]],
            });
            return;
        }
        await this.action.doAction({
            name: _t("To Register"), type: "ir.actions.act_window", res_model: MODEL,
            views: [[false, "list"], [false, "form"]], domain: [["id", "in", ids]],
        });
    }
};

registry.category("views").add("company_document_upload_list", {
    ...listView,
    Controller: class extends withUpload(ListController) {
        static template = "company_docs.UploadListView";
    },
});
registry.category("views").add("company_document_upload_kanban", {
    ...kanbanView,
    Controller: class extends withUpload(KanbanController) {
        static template = "company_docs.UploadKanbanView";
    },
});
