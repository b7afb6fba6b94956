import { Component } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";

/** What came out of a batch: how many were approved, which were refused and why. */
export class BatchResultDialog extends Component {
    static template = "company_approval.BatchResultDialog";
    static components = { Dialog };
    static props = {
        close: Function,
        done: Number,
        refused: Array,
    };
}
