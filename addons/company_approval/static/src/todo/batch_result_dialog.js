import { Component } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";

/** What came out of a batch: how many were approved, which were refused and why. */
export class BatchResultDialog extends Component {
    static template = "company_approval.BatchResultDialog";
    static components = { Dialog };
    static props = {
        close: Function,
        done: Number,
        refused: Array,
    };

    get doneLabel() {
        return _t("%s approved", this.props.done);
    }

    get refusedLabel() {
        return _t("%s not approved; they still wait for you:", this.props.refused.length);
    }
}
