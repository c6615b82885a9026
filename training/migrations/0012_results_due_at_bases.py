import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations

# Results that were one mentor's or the office's to enter are now due from the mentors
# of the room's base, or of them from the slot's mentor alone.
FILL = """
    UPDATE duties_duty duty
       SET role = 'mentor', base_id = room.base_id
      FROM training_trial trial
      JOIN training_slot slot ON slot.id = trial.slot_id
      JOIN training_liveroom room ON room.id = slot.room_id
     WHERE duty.code = 'trial-result' AND duty.closed_at IS NULL
       AND duty.subject = 'trial:' || trial.id
"""


class Migration(migrations.Migration):
    dependencies = [
        ("duties", "0004_places"),
        ("training", "0011_solve_parts"),
    ]

    operations = [
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        pgtrigger.migrations.AddTrigger(
            model_name="liveroom",
            trigger=pgtrigger.compiler.Trigger(
                name="duties_along",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="UPDATE duties_duty SET base_id = NEW.base_id FROM training_trial trial JOIN training_slot slot ON slot.id = trial.slot_id WHERE slot.room_id = NEW.id AND duties_duty.subject = 'trial:' || trial.id AND duties_duty.role = 'mentor' AND duties_duty.closed_at IS NULL; RETURN NULL;",
                    hash="80eeabdca5a2f64d5760a3362dcb58336e6b5155",
                    operation='UPDATE OF "base_id"',
                    pgid="pgtrigger_duties_along_2b9d0",
                    table="training_liveroom",
                    when="AFTER",
                ),
            ),
        ),
    ]
