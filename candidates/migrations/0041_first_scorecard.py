"""The scorecard that all programmes begin with; the office makes newer versions."""

from datetime import UTC, datetime

from django.db import migrations

# Short name, names, weight, whether a 1 fails the whole, and the words for 1, 3 and 5.
CRITERIA = [
    (
        "voice",
        ("语音表达", "Voice and Putonghua"),
        (15, False),
        (
            ("多处听不清，声调常有错误", "Often unclear, wrong tones"),
            ("吐字清楚，偶有口误，语速平稳", "Clear, few slips, steady pace"),
            (
                "30 分钟始终清楚，语速轻重都有用意",
                "Clear for 30 minutes; pace and stress are used on purpose",
            ),
        ),
    ),
    (
        "camera",
        ("镜头表现", "Camera presence"),
        (15, False),
        (
            ("不看镜头，身体僵硬，长时间冷场", "Looks away, stiff, long silences"),
            (
                "看镜头，冷场不超过 10 秒",
                "Looks at the lens, silent for less than 10 seconds",
            ),
            (
                "自然，手和货配合得好，出错立刻圆回来",
                "Natural, uses hands and goods, recovers at once from a fault",
            ),
        ),
    ),
    (
        "product",
        ("讲品", "Product explanation"),
        (25, False),
        (
            ("照着手卡念，事实有错", "Reads from the card, facts are wrong"),
            (
                "讲出 3 个属实的卖点、用法和价格",
                "Three true points, how to use it, and the price",
            ),
            (
                "从需求到卖点、证据、价格，现场演示，句句可核对",
                "Need, point, proof, price; a live demo; every fact can be checked",
            ),
        ),
    ),
    (
        "interaction",
        ("互动", "Interaction"),
        (20, False),
        (
            ("不理会评论", "Ignores the comments"),
            (
                "多数评论 60 秒内回应，叫得出名字",
                "Answers most within 60 seconds, uses names",
            ),
            (
                "把提问变成演示，节奏不乱",
                "Turns questions into demonstrations, keeps the thread",
            ),
        ),
    ),
    (
        "close",
        ("促单", "Closing the sale"),
        (15, False),
        (
            (
                "没有行动指引，或制造虚假紧迫",
                "No call to act, or a false urgency",
            ),
            (
                "链接、价格、库存说得清楚",
                "Link, price and stock are clear",
            ),
            (
                "时机对，稀缺属实，礼貌化解异议",
                "The right moment, a true scarcity, objections met politely",
            ),
        ),
    ),
    (
        "compliance",
        ("合规与价值观", "Compliance and values"),
        (10, True),
        (
            ("出现禁语或虚假宣传", "A banned or false claim"),
            ("一处口误，当场更正", "One slip, corrected on the spot"),
            (
                "没有违规，还会纠正别人的说法",
                "None, and corrects what others claim",
            ),
        ),
    ),
    (
        "value",
        ("性价比传达", "Conveys value for money"),
        (10, False),
        (
            (
                "只报价格，或只喊便宜",
                "Only names the price, or only shouts that it is cheap",
            ),
            (
                "拿规格、用量或同类价格算一笔账",
                "Works it out once by size, use or the price of the like",
            ),
            (
                "结合观众的用法算清每次花多少，也说明贵在哪、不适合谁",
                "Shows the cost per use for this viewer, and says what it is worth and "
                "whom it doesn't suit",
            ),
        ),
    ),
    (
        "affinity",
        ("亲和力", "Affinity"),
        (10, False),
        (
            (
                "语气生硬或居高临下，观众不愿接话",
                "Harsh or talking down; nobody would answer",
            ),
            (
                "礼貌带笑，像在对人说话",
                "Polite and smiling, speaks as if to a person",
            ),
            (
                "像熟人聊天，记得住回头客，冷场和冒犯也接得温和",
                "Like a friend: remembers who comes back, meets silence and rudeness "
                "gently",
            ),
        ),
    ),
    (
        "consumers",
        ("与消费者沟通", "Communicates well with consumers"),
        (10, False),
        (
            (
                "答非所问，用观众听不懂的行话",
                "Answers something else, in words of the trade",
            ),
            (
                "听懂问题，用日常的话回答",
                "Understands the question and answers in everyday words",
            ),
            (
                "追问出真正的顾虑，把缺点和售后也说清楚，让人放心",
                "Asks for the real worry, is open about flaws and returns; one can "
                "rely on it",
            ),
        ),
    ),
    (
        "style",
        ("个人特色", "Distinctive style"),
        (10, False),
        (
            (
                "模仿别的主播，看完记不住",
                "Copies other anchors; nothing is remembered",
            ),
            (
                "有一个自己的说法、技能或表达习惯",
                "Has a phrase, a skill or a manner of their own",
            ),
            (
                "风格鲜明又和货相配，关掉声音也认得出",
                "A style of their own that suits the goods; known with the sound off",
            ),
        ),
    ),
]


def add_scorecard(apps, schema_editor) -> None:
    card = apps.get_model("candidates", "Scorecard").objects.create(
        version=1, published_at=datetime(2025, 1, 1, tzinfo=UTC)
    )
    apps.get_model("candidates", "Criterion").objects.bulk_create(
        apps.get_model("candidates", "Criterion")(
            card=card,
            code=code,
            name_zh=zh,
            name_en=en,
            weight=weight,
            knock_out=knock_out,
            order=order,
            one_zh=one[0],
            one_en=one[1],
            three_zh=three[0],
            three_en=three[1],
            five_zh=five[0],
            five_en=five[1],
        )
        for order, (
            code,
            (zh, en),
            (weight, knock_out),
            (one, three, five),
        ) in enumerate(CRITERIA, start=1)
    )


class Migration(migrations.Migration):
    dependencies = [("candidates", "0040_reviews")]

    operations = [migrations.RunPython(add_scorecard, migrations.RunPython.noop)]
