"""Short messages to phones, by Aliyun's templates; off until its keys are set."""

from spark.sms.aliyun import NotTaken, WrongNumber, can_remind, is_on, remind, send
from spark.sms.numbers import masked, mobile

__all__ = [
    "NotTaken",
    "WrongNumber",
    "can_remind",
    "is_on",
    "masked",
    "mobile",
    "remind",
    "send",
]
