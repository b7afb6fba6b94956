from odoo import api, models
from odoo.fields import Domain

MOVES = ("department_id", "job_id", "company_id", "user_id")
DEPARTURES = ("departure_date", "departure_reason_id")


class CompanyCustodyMixin(models.AbstractModel):
    """Before a keeper leaves or moves, everything that he keeps is handed over (R11 §一.6)."""

    _inherit = "company.custody.mixin"

    @api.model
    def _guard_departure(self, employees, what):
        """SEAL-DEPARTURE: refuse for those of ``employees`` who hold a seal or certificate.

        :param what: translated words for what is about to happen
        """
        if not employees:
            return
        held = self._get_held(employees)
        for employee in employees.sudo():
            items = held.get(employee.id, [])
            lost = [item for item in items if item.state == "lost"]
            if len(lost) < len(items):
                self.env["company.control"]._enforce("SEAL-DEPARTURE", employee, self.env._(
                    "%(what)s is refused while this employee keeps: %(items)s. First write a handover “%(kind)s” "
                    "(Seals and Certificates > Seals > Handovers), which both sign.",
                    what=what, items=", ".join(item.display_name for item in items if item not in lost),
                    kind=self.env._("Keeper Leaves or Moves")), fact="holds")
            if lost:
                self.env["company.control"]._enforce("SEAL-DEPARTURE", employee, self.env._(
                    "%(what)s is refused while this employee answers for what was lost in his hands: %(ways)s",
                    what=what, ways=" ".join(item._get_lost_way() for item in lost)), fact="lost")

    def _get_lost_way(self):
        """What ends the custody of this lost thing, for the last holder who wants to leave."""
        return self.env._(
            "%(item)s: register on it that it is no longer valid (“No Longer Valid”), which ends the custody.",
            item=self.display_name)

    @api.model
    def _get_held_user_employees(self, users):
        """Employees of these users, archived ones too."""
        return self.env["hr.employee"].sudo().with_context(active_test=False).search(
            Domain("user_id", "in", users.ids))

    @api.model
    def _guard_move(self, records, vals):
        """Refuse a write on employees or their versions that moves them or lets them leave."""
        names = [name for name in (*MOVES, *DEPARTURES) if name in vals and name in records._fields]
        moved = {}
        for record in records.sudo() if names else ():
            employee = record if record._name == "hr.employee" else record.employee_id
            for name in names:
                old, new = record[name], vals[name]
                if not new and name in DEPARTURES:
                    continue
                if name in DEPARTURES or (old and old.id != new):
                    moved.setdefault(name, self.env["hr.employee"])
                    moved[name] |= employee
        for name, employees in moved.items():
            self._guard_departure(employees, self.env._(
                "Changing “%(field)s”", field=records._fields[name]._description_string(self.env)))
