"""ServiceNow: exports of the incident table, warehouse copies of it, and its audit log.

Column names: the incident and task tables as ServiceNow documents them; ``*_value`` is how warehouse
connectors deliver a reference. States are those of the incident table, as labels and as stored codes (other
task tables use other codes). "Awaiting User Info" and "Awaiting Evidence" wait for the user (pending);
"Awaiting Problem", "Awaiting Vendor", "Awaiting Change" and "On Hold" wait for others (on-hold). Exports
write times as their user's settings say, so the preset states no order of day and month.
"""

from __future__ import annotations

from xlakit.tables.mapping.spec import LogShape, Mapping

SERVICENOW = Mapping(
    name="servicenow",
    columns={
        "tickets": {
            "ticket_id": ("number", "sys_id"),
            "opened_at": ("opened_at", "sys_created_on"),
            "resolved_at": ("resolved_at",),
            "closed_at": ("closed_at",),
            "requester": ("caller_id", "caller_id_value"),
            "priority": ("priority",),
            "status": ("incident_state", "state"),
            "kind": ("sys_class_name",),
            "category": ("category",),
            "service": ("cmdb_ci", "cmdb_ci_value", "business_service", "business_service_value"),
            "channel": ("contact_type",),
            "team": ("assignment_group", "assignment_group_value"),
            "agent": ("assigned_to", "assigned_to_value"),
            "customer": ("company", "company_value"),
            "site": ("location", "location_value"),
            "problem_id": ("problem_id", "problem_id_value"),
            "reopen_count": ("reopen_count",),
            "reassignment_count": ("reassignment_count",),
        },
    },
    values={
        "status": {
            "New": "new",
            "1": "new",
            "Active": "open",
            "In Progress": "open",
            "Work in Progress": "open",
            "2": "open",
            "Awaiting User Info": "pending",
            "4": "pending",
            "Awaiting Evidence": "pending",
            "5": "pending",
            "Awaiting Problem": "on-hold",
            "Awaiting Vendor": "on-hold",
            "Awaiting Change": "on-hold",
            "On Hold": "on-hold",
            "3": "on-hold",
            "Resolved": "resolved",
            "6": "resolved",
            "Closed": "closed",
            "7": "closed",
            "Canceled": "cancelled",
            "Cancelled": "cancelled",
            "8": "cancelled",
        },
    },
    log=LogShape(at="sys_updated_at", seq="sys_mod_count", actor="sys_updated_by"),
)
"""The preset: ``mapping="servicenow"``."""
