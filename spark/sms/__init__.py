"""Short messages to phones, by Aliyun's templates; off until its keys are set."""

from spark.sms.aliyun import NotTaken, WrongNumber, is_on, send
from spark.sms.numbers import masked, mobile

__all__ = ["NotTaken", "WrongNumber", "is_on", "masked", "mobile", "send"]
