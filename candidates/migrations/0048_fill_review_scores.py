from django.db import migrations

FILL = """
    UPDATE candidates_review r
       SET score = found.score, knocked_out = found.knocked_out
      FROM (
        SELECT m.review_id,
               ROUND(SUM(m.value * c.weight) FILTER (WHERE m.value > 0)::numeric
                     / SUM(c.weight) FILTER (WHERE m.value > 0), 2) AS score,
               COALESCE(BOOL_OR(m.value = 1 AND c.knock_out), FALSE) AS knocked_out
          FROM candidates_mark m
          JOIN candidates_criterion c ON c.id = m.criterion_id
         GROUP BY m.review_id
      ) found
     WHERE found.review_id = r.id AND r.state = 'locked';
"""


class Migration(migrations.Migration):
    dependencies = [("candidates", "0047_review_scores")]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
