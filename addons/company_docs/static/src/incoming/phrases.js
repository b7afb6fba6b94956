import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { Component, onWillStart, onWillUpdateProps, useState } from "@odoo/owl";

/** Quick reply: one tap chooses a usual phrase, a second one sends it. */
export class CompanyDocumentPhrases extends Component {
    static template = "company_docs.Phrases";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ step: false, phrases: [], text: "", busy: false });
        onWillStart(() => this.load(this.props.record));
        onWillUpdateProps((props) => this.load(props.record));
    }

    get label() {
        return {
            review: _t("Preliminary Opinion"), instruct: _t("Instruction"), reply: _t("Feedback"),
        }[this.state.step];
    }

    async load(record) {
        const key = `${record.resId}/${record.data.state}`;
        if (!record.resId || key === this.loaded) {
            return;
        }
        this.loaded = key;
        const { step, phrases } = await this.orm.call("company.document.phrase", "get_phrases", [record.resId]);
        Object.assign(this.state, { step, phrases, text: "" });
    }

    onChoose(phrase) {
        this.state.text = phrase;
    }

    async onSend() {
        if (!this.state.text.trim() || this.state.busy) {
            return;
        }
        this.state.busy = true;
        try {
            const { record } = this.props;
            await this.orm.call(record.resModel, `action_${this.state.step}`, [[record.resId], this.state.text]);
            this.loaded = false;
            await record.load();
        } finally {
            this.state.busy = false;
        }
    }
}

registry.category("view_widgets").add("company_document_phrases", { component: CompanyDocumentPhrases });
