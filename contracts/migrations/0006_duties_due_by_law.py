from django.db import migrations

# Confirmations due 30 days after a job ran are due by the probation that the contract's
# term allows; signatures, a month after the first working day.
FILL = """
    UPDATE duties_duty duty
       SET due_at = (by_law.day::date + time '23:59') AT TIME ZONE 'Asia/Shanghai'
      FROM (
        SELECT 'membership-confirm' AS code, 'membership:' || member.id AS subject,
               CASE
                 WHEN ends_on IS NULL OR starts_on + interval '36 months' <= ends_on + 1
                   THEN starts_on + interval '6 months' - interval '1 day'
                 WHEN starts_on + interval '12 months' <= ends_on + 1
                   THEN starts_on + interval '2 months' - interval '1 day'
                 WHEN starts_on + interval '3 months' <= ends_on + 1
                   THEN starts_on + interval '1 month' - interval '1 day'
                 ELSE starts_on
               END AS day
          FROM contracts_membership member
          JOIN contracts_contract contract USING (candidate_id)
         WHERE member.state = 'probation' AND contract.state = 'in_force'
        UNION ALL
        SELECT 'contract-sign', 'contract:' || id, starts_on + interval '1 month'
          FROM contracts_contract WHERE state = 'issued'
      ) by_law
     WHERE duty.code = by_law.code AND duty.subject = by_law.subject
       AND duty.closed_at IS NULL AND by_law.day IS NOT NULL
"""


class Migration(migrations.Migration):
    dependencies = [
        ("contracts", "0005_entered_at"),
        ("duties", "0004_places"),
    ]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
