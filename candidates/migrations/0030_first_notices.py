"""The texts that people are shown first; newer ones the office adds."""

from datetime import date

from django.db import migrations

NOTICES = {
    "sharing": (
        "你同意学校和星火计划项目组将你的姓名、身份证号、手机号、院系专业、筛选结果、"
        "试播表现和成绩提供给淘宝工厂，用于安排实习和试播、评定成绩、签订和履行合同。"
        "淘宝工厂在此目的之外不得使用；未被录用的，在期次结束 12 个月后删除。"
        "你可以随时在本页撤回同意，撤回不影响此前已经进行的处理。"
        "你还有权查阅、复制、更正、删除自己的信息，可以联系老师或项目组办理。"
        "（个人信息保护法第十四条、第十五条、第二十三条）",
        "You agree that your college and the Spark Plan's office pass your name, ID "
        "number, phone, department and major, screening results, trial broadcasts and "
        "scores on to Taobao Factory, to plan internships and trials, to judge them, "
        "and to make and keep contracts. Taobao Factory uses them for nothing else; "
        "if you aren't taken, they are deleted 12 months after the batch ends. "
        "You may withdraw on this page at any time; what was done before stays lawful. "
        "You may also see, copy, correct and delete your data: ask your teacher or the "
        "programme office. (Personal Information Protection Law, Art. 14, 15 and 23)",
    ),
    "recording": (
        "你同意试播时录制你的肖像和声音，用于评定成绩、复盘教学和合规检查。"
        "回放和互动记录依法保存不少于三年；其他录像在期次结束 12 个月后删除，"
        "未经你另行同意不用于广告宣传。你可以随时在本页撤回同意。"
        "（民法典第一千零一十九条，直播电商监督管理办法第十六条）",
        "You agree that your picture and voice are recorded in trials, to judge them, "
        "to learn from them and to check that rules were kept. Replays and comments "
        "are kept for at least three years as the law asks; other recordings are "
        "deleted 12 months after the batch ends and never used for advertising unless "
        "you agree to it separately. You may withdraw on this page at any time. "
        "(Civil Code, Art. 1019; Measures for Livestream E-commerce, Art. 16)",
    ),
    "guardian": (
        "您的孩子未满 18 周岁。依照法律，经您同意，孩子才能参加实习、注册网络直播账号"
        "并在官方直播间试播。实习和直播不安排在夜间和法定节假日，每天不超过 8 小时；"
        "不收取任何费用，报酬直接付给孩子本人；实习期间投保实习责任保险。"
        "开展这些活动会用到孩子的姓名、身份证号、手机号、肖像和成绩，"
        "并提供给淘宝工厂。您的姓名和手机号只用于与您核实同意。"
        "（未成年人保护法第七十六条，网络直播营销管理办法第十七条，个人信息保护法第二十三条）",
        "Your child is under 18. By law they may do an internship, have a streaming "
        "account and broadcast from the official live rooms only if you consent. "
        "Internships and broadcasts are not at night or on public holidays, and take at "
        "most 8 hours a day; nothing is charged, and pay goes to your child directly; "
        "internship liability insurance is taken out. This needs your child's name, ID "
        "number, phone, picture and scores, which are passed on to Taobao Factory. Your "
        "own name and number are used only to make sure that it is you who consents. "
        "(Law on the Protection of Minors, Art. 76; Measures for Livestream Marketing, "
        "Art. 17; Personal Information Protection Law, Art. 23)",
    ),
}


def add_notices(apps, schema_editor) -> None:
    apps.get_model("candidates", "Notice").objects.bulk_create(
        apps.get_model("candidates", "Notice")(
            purpose=purpose,
            version="2025-1",
            from_on=date(2025, 1, 1),
            text_zh=chinese,
            text_en=english,
        )
        for purpose, (chinese, english) in NOTICES.items()
    )


class Migration(migrations.Migration):
    dependencies = [("candidates", "0029_consents")]

    operations = [migrations.RunPython(add_notices, migrations.RunPython.noop)]
