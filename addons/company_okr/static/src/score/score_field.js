import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { FloatField, floatField } from "@web/views/fields/float/float_field";

const givenField = (name) => `has_${name.replace(/_score$/, "")}`;

/**
 * A score from 0 to 100 (R2 §5.4.1): a cell without a score is empty, and 0 is a score that can be entered.
 *
 * The ordinary field knows no empty number: it shows 0.00 for “not scored” and keeps a 0 that is typed over it to itself.
 */
export class ScoreField extends FloatField {
    get isGiven() {
        return Boolean(this.value) || this.props.record.data[givenField(this.props.name)];
    }

    get formattedValue() {
        return this.isGiven && this.value !== false ? super.formattedValue : "";
    }

    parse(value) {
        if (!value.trim()) {
            return false;
        }
        const score = super.parse(value);
        const { name, record } = this.props;
        if (score === 0 && !this.isGiven) {
            record.update({ [name]: 0, [givenField(name)]: true });
        }
        return score;
    }
}

registry.category("fields").add("okr_score", {
    ...floatField,
    component: ScoreField,
    displayName: _t("Score"),
    supportedTypes: ["float"],
    fieldDependencies: ({ name }) => [{ name: givenField(name), type: "boolean", readonly: true }],
});
