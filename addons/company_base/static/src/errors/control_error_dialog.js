import { odooExceptionTitleMap, WarningDialog } from "@web/core/errors/error_dialogs";
import { registry } from "@web/core/registry";

/**
 * The refusal of a control reaches the user as a message, like every UserError: the web client picks the dialog by the
 * exact name of the exception, so a subclass has to be named.
 */
const CONTROL_ERROR = "odoo.addons.company_base.exceptions.ControlError";

odooExceptionTitleMap.set(CONTROL_ERROR, odooExceptionTitleMap.get("odoo.exceptions.UserError"));
registry.category("error_dialogs").add(CONTROL_ERROR, WarningDialog);
