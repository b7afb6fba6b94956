# mixins first: the models below inherit them
from . import company_document_cleared_mixin  # isort: skip
from . import company_document_mixin  # isort: skip
from . import company_document_mixin_archive  # isort: skip
from . import company_document_mixin_text  # isort: skip
from . import company_document_mixin_clearance  # isort: skip
from . import company_document_mixin_opened  # isort: skip
from . import company_document_mixin_mail  # isort: skip
from . import company_document_mixin_access  # isort: skip
from . import company_document_mixin_circulation  # isort: skip
from . import company_document_mixin_copies  # isort: skip
from . import company_document_mixin_relation  # isort: skip
from . import company_document_mixin_draft  # isort: skip
from . import company_custody_row_mixin  # isort: skip
from . import company_custody_mixin  # isort: skip
from . import company_seal_item_line_mixin  # isort: skip
from . import company_document_issuer
from . import company_document_kind
from . import company_document_template
from . import company_document_kind_layout
from . import company_ledger_entry_archive
from . import company_document_incoming
from . import company_document_incoming_steps
from . import company_document_incoming_register
from . import company_document_incoming_instruct
from . import company_document_incoming_handling
from . import company_document_incoming_closing
from . import company_document_incoming_reading
from . import company_document_incoming_mail
from . import company_document_incoming_cron
from . import company_document_incoming_demo
from . import company_document_circulation
from . import company_document_circulation_steps
from . import company_document_phrase
from . import company_document_handling_report
from . import company_todo_incoming
from . import res_company_incoming
from . import res_config_settings_incoming
from . import company_document_opinion
from . import res_company_rules
from . import res_company_layout
from . import res_config_settings_layout
from . import res_partner_unit
from . import company_document_number
from . import company_document_outgoing
from . import company_document_outgoing_layout
from . import company_control_document
from . import company_document_annex
from . import company_document_version
from . import company_document_dispatch
from . import company_document_outgoing_circulation
from . import company_certificate
from . import company_certificate_type
from . import company_seal_use
from . import company_ledger_entry_seal
from . import company_seal
from . import company_seal_custody
from . import company_seal_impression
from . import company_certificate_copy
from . import company_certificate_custody
from . import company_certificate_expiry
from . import company_certificate_loan
from . import company_certificate_loan_steps
from . import company_certificate_scan
from . import company_seal_authority
from . import company_seal_register
from . import company_seal_register_export
from . import company_seal_register_year
from . import company_seal_use_apply
from . import company_seal_use_approval
from . import company_seal_use_custody
from . import company_seal_use_file
from . import company_seal_use_line
from . import company_seal_use_sealing
from . import company_seal_use_secrecy
from . import company_seal_use_signed
from . import company_todo_sealuse
from . import res_company_sealuse
from . import company_document_access
from . import company_document_clearance
from . import company_ledger_entry_secrecy
from . import hr_employee_clearance
from . import res_company_secrecy
from . import res_users_clearance
from . import company_document_secrecy  # isort: skip
from . import company_document_copy
from . import company_document_copy_event
from . import company_document_copy_request
from . import company_document_reclassify
from . import company_todo_secrecy
from . import res_config_settings_secrecy
from . import company_document_secrecy_demo  # isort: skip
from . import company_document_watermark  # isort: skip
from . import company_document_trace_mixin  # isort: skip
from . import company_approval_secrecy
from . import company_trace_secrecy
from . import ir_actions_report_secrecy
from . import ir_attachment_secrecy
from . import ir_binary_secrecy
from . import ir_rule_secrecy
from . import mail_secrecy
from . import company_document_linked_mixin  # isort: skip
from . import company_document_archive
from . import company_document_archive_series
from . import company_document_archive_box
from . import company_document_archive_demo
from . import company_document_archive_disposal
from . import company_document_archive_disposal_line
from . import company_document_archive_disposal_destroy  # isort: skip
from . import company_document_archive_hold
from . import company_document_archive_loan
from . import company_document_archive_loan_desk
from . import company_document_archive_verify
from . import company_document_text
from . import company_document_search
from . import company_document_outgoing_archive
from . import company_document_register
from . import company_document_register_book
from . import company_document_register_due
from . import company_todo_archive
from . import res_company_archive
from . import company_document_step
from . import company_document_issuer_number
from . import company_document_outgoing_text
from . import company_document_outgoing_steps
from . import company_document_outgoing_approval
from . import company_document_outgoing_number
from . import company_document_outgoing_reopen
from . import company_document_outgoing_proof
from . import company_document_outgoing_dispatch
from . import company_document_outgoing_demo
from . import company_todo_outgoing
from . import res_company_outgoing
from . import company_document_outgoing_rules  # isort: skip
from . import company_document_outgoing_points  # isort: skip
from . import company_document_relation  # isort: skip
from . import company_document_relation_demo  # isort: skip
from . import company_document_outgoing_relation  # isort: skip
from . import company_document_incoming_relation  # isort: skip
from . import company_document_issuer_seal  # isort: skip
from . import company_seal_target_mixin  # isort: skip
from . import company_document_outgoing_seal  # isort: skip
from . import company_document_outgoing_render  # isort: skip
from . import company_custody_holder  # isort: skip
from . import company_custody_papers  # isort: skip
from . import company_custody_departure  # isort: skip
from . import company_todo_seals  # isort: skip
from . import company_seal_rules  # isort: skip
from . import company_seal_handover  # isort: skip
from . import company_seal_handover_line  # isort: skip
from . import company_seal_handover_steps  # isort: skip
from . import company_seal_handover_cron  # isort: skip
from . import company_seal_duty  # isort: skip
from . import company_seal_duty_steps  # isort: skip
from . import company_seal_appointment  # isort: skip
from . import company_seal_outing  # isort: skip
from . import company_seal_outings  # isort: skip
from . import company_seal_use_outing  # isort: skip
from . import company_seal_count  # isort: skip
from . import company_seal_count_line  # isort: skip
from . import company_seal_change  # isort: skip
from . import company_seal_change_steps  # isort: skip
from . import company_seal_loss  # isort: skip
from . import company_seal_loss_found  # isort: skip
from . import company_seal_steps  # isort: skip
from . import company_seal_demo  # isort: skip
from . import hr_employee_seal  # isort: skip
from . import hr_version_seal  # isort: skip
from . import hr_department_seal  # isort: skip
from . import hr_job_seal  # isort: skip
from . import res_users_seal  # isort: skip
from . import res_company_seals  # isort: skip
from . import res_config_settings_seals  # isort: skip
from . import company_certificate_demo  # isort: skip
from . import company_seal_use_demo  # isort: skip

# secrecy last: it covers what the other models do
from . import company_document_incoming_secrecy  # isort: skip
from . import company_document_outgoing_secrecy  # isort: skip
from . import company_document_outgoing_access  # isort: skip
from . import company_seal_use_secret  # isort: skip
from . import company_document_overview
