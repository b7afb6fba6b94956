import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useAutofocus, useService } from "@web/core/utils/hooks";
import { Component, useState } from "@odoo/owl";

/** Asks an opener for the passphrase and hands it to the server's step; it is stored nowhere. */
export class PassphraseDialog extends Component {
    static template = "company_procurement.PassphraseDialog";
    static components = { Dialog };
    static props = { close: Function, params: Object, onDone: Function };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ passphrase: "", again: "", busy: false, problem: "" });
        useAutofocus();
    }

    get title() {
        return this.props.params.repeat ? _t("Set Passphrase") : _t("Open Bids");
    }

    async confirm() {
        const { params } = this.props;
        if (params.repeat && this.state.passphrase !== this.state.again) {
            this.state.problem = _t("The two passphrases differ.");
            return;
        }
        this.state.busy = true;
        try {
            const result = await this.orm.call("company.purchase.tender", params.method, [
                [params.tender_id],
                this.state.passphrase,
            ]);
            this.props.onDone(result);
            this.props.close();
        } finally {
            this.state.passphrase = "";
            this.state.again = "";
            this.state.busy = false;
        }
    }
}

function getMessage(params, result) {
    if (params.repeat) {
        return _t("Your passphrase is set. Keep it: nobody can recover it.");
    }
    if (!result.opened) {
        return _t("Your passphrase is accepted. Still needed: one of %s", result.waiting_for);
    }
    return _t("Bids opened: %(valid)s valid, %(invalid)s invalid", result);
}

function askPassphrase(env, action) {
    return new Promise((resolve) => {
        env.services.dialog.add(
            PassphraseDialog,
            {
                params: action.params,
                onDone: (result) => {
                    env.services.notification.add(getMessage(action.params, result), { type: "success" });
                    env.services.action.doAction({ type: "ir.actions.client", tag: "soft_reload" });
                },
            },
            { onClose: resolve }
        );
    });
}

registry.category("actions").add("company_procurement.tender_passphrase", askPassphrase);
