import { Component } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";

/** The people behind a key result: their objectives, shares and what it adds up to. */
export class ContributorsDialog extends Component {
    static template = "company_okr.ContributorsDialog";
    static components = { Dialog };
    static props = { close: Function, graph: Object, resultId: Number, onOpen: Function };

    setup() {
        this.title = _t("Who contributes");
        this.result = this.props.graph.results.get(this.props.resultId);
        this.rows = this.props.graph.contributions(this.props.resultId);
    }

    nameOf(plan) {
        return this.props.graph.people.get(plan.employee_id);
    }

    figure(value) {
        return value.toFixed(1);
    }

    open(objectiveId) {
        this.props.close();
        this.props.onOpen(objectiveId);
    }
}
