from datetime import date

from django.db import migrations

NOTICE_2026 = "国务院办公厅关于2026年部分节假日安排的通知（2025-11-04）"
MEASURES = "全国年节及纪念日放假办法；2027 年的调休安排未录入"
ORDER_2024 = "浙江省最低工资标准（2024-01-01 起，市区档）；各县（市）可能更低"

NEW_YEAR = ("元旦", "New Year")
SPRING = ("春节", "Spring Festival")
QINGMING = ("清明节", "Qingming")
LABOUR = ("劳动节", "Labour Day")
DRAGON_BOAT = ("端午节", "Dragon Boat Festival")
MID_AUTUMN = ("中秋节", "Mid-Autumn Festival")
NATIONAL = ("国庆节", "National Day")

# (name, month, first and last day off, of which statutory)
OFF_2026 = [
    (NEW_YEAR, 1, 1, 3, {1}),
    (SPRING, 2, 15, 23, {16, 17, 18, 19}),
    (QINGMING, 4, 4, 6, {5}),
    (LABOUR, 5, 1, 5, {1, 2}),
    (DRAGON_BOAT, 6, 19, 21, {19}),
    (MID_AUTUMN, 9, 25, 27, {25}),
    (NATIONAL, 10, 1, 7, {1, 2, 3}),
]
WORKING_2026 = [
    (NEW_YEAR, 1, 4),
    (SPRING, 2, 14),
    (SPRING, 2, 28),
    (LABOUR, 5, 9),
    (NATIONAL, 9, 20),
    (NATIONAL, 10, 10),
]
STATUTORY_2027 = [
    (NEW_YEAR, 1, [1]),
    (SPRING, 2, [5, 6, 7, 8]),
    (QINGMING, 4, [5]),
    (LABOUR, 5, [1, 2]),
    (DRAGON_BOAT, 6, [9]),
    (MID_AUTUMN, 9, [15]),
    (NATIONAL, 10, [1, 2, 3]),
]
# Fen a month in the cities' districts.
WAGES = {
    249_000: ["330100", "330200", "330300"],
    226_000: ["330400", "330500", "330600", "330700", "330900", "331000"],
    201_000: ["330800", "331100"],
}


def days():
    for name, month, first, last, statutory in OFF_2026:
        for day in range(first, last + 1):
            kind = "statutory" if day in statutory else "rest"
            yield name, date(2026, month, day), kind
    for name, month, day in WORKING_2026:
        yield name, date(2026, month, day), "working"
    for name, month, numbers in STATUTORY_2027:
        for day in numbers:
            yield name, date(2027, month, day), "statutory"


def add_holidays(apps, schema_editor):
    """2026 as announced; of 2027 only the statutory days, to be checked."""
    holiday = apps.get_model("campuses", "Holiday")
    for (zh, en), day, kind in days():
        announced = day.year == 2026
        holiday.objects.create(
            day=day,
            kind=kind,
            name_zh=zh,
            name_en=en,
            source=NOTICE_2026 if announced else MEASURES,
            confirmed=announced,
        )


def add_minimum_wages(apps, schema_editor):
    """Zhejiang's tiers of 2024, to be checked."""
    wage = apps.get_model("campuses", "MinimumWage")
    for fen, regions in WAGES.items():
        for region in regions:
            wage.objects.create(
                region_id=region,
                monthly_fen=fen,
                valid_from=date(2024, 1, 1),
                source=ORDER_2024,
            )


class Migration(migrations.Migration):
    dependencies = [("campuses", "0002_regions")]

    operations = [
        migrations.RunPython(add_holidays, migrations.RunPython.noop),
        migrations.RunPython(add_minimum_wages, migrations.RunPython.noop),
    ]
