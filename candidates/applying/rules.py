"""What nobody who applies may be asked, and how long what they wrote is kept.

Pure: the words of refusals live with the templates.
"""

import re
from datetime import date, timedelta

# Law on the Protection of Women's Rights and Interests, article 43: whoever recruits
# asks no one about marriage or children. Labour Contract Law, article 9, and the rules
# of internships, article 19: no fee, deposit or guarantee, by whatever name.
FORBIDDEN = {
    "question-marriage": re.compile(
        r"婚|配偶|丈夫|妻子|老公|老婆|对象|男友|女友|男朋友|女朋友|恋爱|单身"
        r"|\b(?:marri\w*|marital|spouse|husband|wife|engaged|divorc\w*"
        r"|boyfriend|girlfriend|single)\b",
        re.IGNORECASE,
    ),
    "question-children": re.compile(
        r"生育|怀孕|孕|备产|产检|生孩|孩子|子女|小孩|二胎|三胎|育儿"
        r"|\b(?:pregnan\w*|child|children|kids?|baby|babies|maternity|fertility)\b",
        re.IGNORECASE,
    ),
    "question-fees": re.compile(
        r"押金|保证金|培训费|报名费|管理费|服务费|材料费|中介费|费用|缴费|交费|付费|贷款|担保"
        r"|\b(?:deposit|fees?|pay(?:ment)? for|guarant\w*|loan)\b",
        re.IGNORECASE,
    ),
}

DRAFT_KEPT = timedelta(days=30)  # once its page closed, or it was asked back
REFUSED_KEPT = timedelta(days=180)  # so that an appeal can be answered


def forbidden(*texts: str) -> str:
    """The code of why nobody may be asked this; empty if they may."""
    for code, words in FORBIDDEN.items():
        if any(words.search(text) for text in texts):
            return code
    return ""


def kept_until(
    *, closes_on: date, asked_on: date | None = None, refused_on: date | None = None
) -> date:
    """The last day of what is being written, was asked back, or was refused."""
    if refused_on:
        return refused_on + REFUSED_KEPT
    return max(closes_on, asked_on or closes_on) + DRAFT_KEPT
