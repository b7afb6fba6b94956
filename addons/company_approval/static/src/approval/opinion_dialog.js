import { Component, onMounted, useRef, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { CheckBox } from "@web/core/checkbox/checkbox";
import { MultiRecordSelector } from "@web/core/record_selectors/multi_record_selector";
import { RecordSelector } from "@web/core/record_selectors/record_selector";
import { _t } from "@web/core/l10n/translation";
import { commonOpinions, recentOpinions, rememberOpinion } from "./opinion_phrases";

/**
 * The one dialog of every approval action: an opinion with frequently used phrases and,
 * where the action needs it, one or several persons, a step to return to or a position.
 * It stays open, with everything that was typed, when the server refuses.
 */
export class OpinionDialog extends Component {
    static template = "company_approval.OpinionDialog";
    static components = { Dialog, CheckBox, RecordSelector, MultiRecordSelector };
    static props = {
        close: Function,
        action: String,
        title: String,
        confirm: Function,
        confirmLabel: String,
        confirmClass: { type: String, optional: true },
        note: { type: String, optional: true },
        opinionLabel: { type: String, optional: true },
        opinionRequired: { type: Boolean, optional: true },
        withOpinion: { type: Boolean, optional: true },
        withUser: { type: Boolean, optional: true },
        withUsers: { type: Boolean, optional: true },
        userLabel: { type: String, optional: true },
        userDomain: { type: Array, optional: true },
        targets: { type: Array, optional: true },
        positions: { type: Boolean, optional: true },
        nextLabel: { type: String, optional: true },
        openNext: { type: Boolean, optional: true },
    };
    static defaultProps = {
        confirmClass: "btn-primary",
        opinionLabel: _t("Opinion"),
        opinionRequired: false,
        withOpinion: true,
        userDomain: [["share", "=", false]],
        openNext: false,
    };

    setup() {
        this.opinionRef = useRef("opinion");
        this.state = useState({
            opinion: "",
            userId: false,
            userIds: [],
            target: this.targets[0]?.value || "0",
            position: "before",
            openNext: this.props.openNext,
            tried: false,
            busy: false,
        });
        onMounted(() => {
            if (this.props.withOpinion && !this.props.withUser && !this.props.withUsers) {
                this.opinionRef.el?.focus();
            }
        });
    }

    /** Steps to return to; the requester has no step. */
    get targets() {
        return (this.props.targets || []).map((target) => ({ name: target.name, value: String(target.id || 0) }));
    }

    get phrases() {
        const common = commonOpinions(this.props.action).map(String);
        return [...new Set([...recentOpinions(this.props.action), ...common])];
    }

    get opinionMissing() {
        return this.props.withOpinion && this.props.opinionRequired && !this.state.opinion.trim();
    }

    get userMissing() {
        return (
            (this.props.withUser && !this.state.userId) ||
            (this.props.withUsers && !this.state.userIds.length)
        );
    }

    usePhrase(phrase) {
        const text = this.state.opinion.trim();
        this.state.opinion = text && text !== phrase ? `${text} ${phrase}` : phrase;
        this.opinionRef.el?.focus();
    }

    async onConfirm() {
        this.state.tried = true;
        if (this.state.busy) {
            return;
        }
        if (this.opinionMissing) {
            this.opinionRef.el?.focus();
            return;
        }
        if (this.userMissing) {
            return;
        }
        this.state.busy = true;
        try {
            await this.props.confirm({
                opinion: this.state.opinion.trim(),
                userId: this.state.userId,
                userIds: this.state.userIds,
                target: parseInt(this.state.target) || false,
                position: this.state.position,
                openNext: this.state.openNext,
            });
        } finally {
            this.state.busy = false;
        }
        rememberOpinion(this.props.action, this.state.opinion);
        this.props.close();
    }
}
