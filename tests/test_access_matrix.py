"""The table of who can do what is kept in the repository; a change of it is a change that somebody reads."""
import csv
import io
import os
import subprocess

from conftest import ROOT

TABLE = ROOT / "tests" / "access_matrix.csv"


def current_matrix():
    """The table of the demo company, as tests/access_matrix.py sees it from inside Odoo."""
    from erp.testing import demo_database, demo_place
    with demo_place() as place, demo_database(place) as database:
        run = subprocess.run(
            place.odoo.command("shell", "-c", place.odoo.config("access-matrix"), "-d", database, "--no-http"),
            input=(ROOT / "tests" / "access_matrix.py").read_text(), env=place.odoo.environment(), check=True,
            capture_output=True, text=True)
    return run.stdout.split("<<<matrix\n")[1].split("matrix>>>")[0]


def read(text):
    return {(row[0], row[1]): row[2:] for row in csv.reader(io.StringIO(text))}


def test_nobody_can_do_more_than_the_table_says():
    """S7 P5 P10 P24: role × model × (read, write, create, unlink, every public method), against the kept table.

    After a wanted change: ERP_WRITE_MATRIX=1 writes the new table; its diff is the thing to review.
    """
    current = current_matrix()
    if os.environ.get("ERP_WRITE_MATRIX"):
        TABLE.write_text(current)
    kept, found = read(TABLE.read_text()), read(current)
    roles = kept["model", "door"]
    changes = [
        f"{model} {door}, {role}: {was} → {now}"
        for model, door in sorted(kept.keys() | found.keys())
        for role, was, now in zip(roles, kept.get((model, door), ["?"] * len(roles)),
                                  found.get((model, door), ["?"] * len(roles)), strict=True) if was != now]
    assert not changes, "\n".join(changes)


def test_decisions_are_written_by_nobody():
    """S2 S7: no role has a writing right on decisions, ledger, findings, signatures and awards."""
    kept = read(TABLE.read_text())
    for model in ("company.approval.decision", "company.ledger.entry", "company.ledger.seal", "company.control.finding",
                  "company.purchase.sourcing.award", "company.purchase.quote.round", "company.purchase.price.check",
                  "company.purchase.acceptance.signature", "company.purchase.filing.receipt",
                  "company.purchase.sealed.answer", "company.purchase.tender.bid",
                  "company.purchase.budget.reservation"):
        assert set(kept[model, "rights"]) <= {"r---", "----"}, model


def test_suppliers_reach_only_their_own():
    """P7 P24 P26: a supplier's portal user reads his own complaints and statements, and no other model of the house."""
    kept = read(TABLE.read_text())
    column = kept["model", "door"].index("supplier")
    open_to_suppliers = {model for (model, door), row in kept.items()
                         if door == "rights" and row[column] != "----" and model.startswith("company.")}
    assert open_to_suppliers <= {
        "company.purchase.complaint", "company.purchase.statement", "company.purchase.statement.line"}
    assert all(kept[model, "records"][column] != "all" for model in open_to_suppliers)
