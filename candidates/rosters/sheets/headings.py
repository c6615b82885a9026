"""The header of a roster, however a college writes it.

They put groups over it, a guardian's columns beside the student's, and somebody's role
into brackets; a guardian's number must never become the student's.
"""

import re
from collections.abc import Sequence

from spark.sheets import Row
from spark.sheets.header import Header, Headings, normal, texts

# Column → its names beside its own headings, the better ones first.
ALIASES = {
    "name": "学生姓名 名字 fullname studentname",
    "gender": "性别 gender sex",
    "id_number": "身份证号 身份证号码 公民身份号码 公民身份证号码 身份证件号 "
    "身份证件号码 身份证 证件号码 证件号 证件编号 "
    "idnumber idno idcard idcardnumber residentid",
    "student_number": "学号 学籍号 studentnumber studentno studentid",
    "department": "院系 二级学院 学院 系部 分院 系别 院系名称 学院名称 系 院 学部 "
    "department school",
    "major": "专业 专业名称 主修专业 major",
    "class_name": "班级 班级名称 行政班 行政班级 专业班级 class classname",
    "grade": "年级 入学年级 grade",
    "phone": "手机号 手机号码 手机 移动电话 联系手机 联系手机号 联系手机号码 "
    "手机电话 联系电话 联系电话号码 电话号码 电话 联系方式 "
    "mobile mobilenumber mobilephone phone phonenumber telephone",
    "email": "邮箱 电子邮箱 电子邮件 邮箱地址 电子邮箱地址 电子邮件地址 email mail",
    "direction": "意向方向 报名方向 意向报名方向 申请方向 报考方向 志愿方向 意愿方向 "
    "培养方向 培训方向 学习方向 主播方向 直播方向 岗位方向 就业方向 选择方向 方向 "
    "意向岗位 报名岗位 报名意向 意向 direction track",
    "enrolled_on": "入学时间 入学年月 入学日期 enrolled enrolmentdate",
    "graduates_on": "预计毕业时间 预计毕业年月 预计毕业日期 毕业时间 毕业年月 "
    "毕业日期 graduates graduationdate",
    "guardian_name": "guardian guardianname",
    "guardian_phone": "guardianphone guardianmobile",
}
WHO = r"(?:监护人|家长|父母|父亲|母亲)"
GUARDIAN = rf"(?:法定|学生|第一|主要)*(?:{WHO}[或与和]?)+的?(?:基本)?(?:信息|情况)?"
GUARDIAN_NAME = re.compile(rf"{GUARDIAN}(?:姓名|名字|签名)?")
GUARDIAN_PHONE = re.compile(
    rf"{GUARDIAN}(?:联系)?(?:手机电话|手机号码|手机号|手机|移动电话|电话号码|电话|方式)"
)
# Somebody's role in a bracket belongs to the label: 电话（监护人）.
ROLE = re.compile(rf"{WHO}|紧急|辅导员|班主任|老师|教师|负责人")
SENSITIVE = re.compile(
    r"民族|政治面貌|党员|婚|生育|孕|宗教|信仰|住址|地址|籍贯|生源地|户籍|户口|健康|"
    rf"病史|残疾|血型|银行|卡号|{WHO}.*(?:身份证|证件)|"
    r"^(?:ethnicity|nationality|religion|maritalstatus|homeaddress|address)$"
)
SERIAL = {"序号", "编号", "序", "no", "number"}
OWN = re.compile(r"^(?:学生|本人|个人|考生|学员|居民|所在|所属|就读)+(?:的)?")


class RosterHeadings(Headings):
    def meaning(self, label: str) -> tuple[str, int]:
        whole = normal(label, ROLE)
        chinese = re.sub(r"[a-z]+", "", whole)
        for text in (whole, OWN.sub("", whole), chinese, OWN.sub("", chinese)):
            if text in self.names:
                return self.names[text]
            if GUARDIAN_PHONE.fullmatch(text):
                return "guardian_phone", 0
            if GUARDIAN_NAME.fullmatch(text):
                return "guardian_name", 0
        parts = [part for part in re.split(r"[/／|、\n]", label) if part.strip()]
        if len(parts) > 1:
            found = {self.meaning(part) for part in parts}
            if len({column for column, _rank in found}) == 1:
                return min(found, key=lambda pair: pair[1])
        return "", 0

    def labels(self, rows: Sequence[Row], index: int) -> tuple[list[str], int, int]:
        """With a group above it, or its own lower half below."""
        labels = texts(rows[index])
        if index + 1 < len(rows) and self._is_lower(labels, rows[index + 1]):
            return self._combined(labels, texts(rows[index + 1])), 2, 0
        if index > 0 and sum(map(bool, texts(rows[index - 1]))) > 1:
            joined = self._combined(texts(rows[index - 1]), labels)
            return joined, 1, int(joined != labels)
        return labels, 1, 0

    def _is_lower(self, labels: list[str], below: Row) -> bool:
        """Is the next row the lower half of it, as 姓名 | 电话 under 监护人?"""
        under = texts(below)
        filled = [i for i, text in enumerate(under) if text]
        own = [i for i, text in enumerate(labels) if self.meaning(text)[0] == "name"]
        return (
            bool(filled)
            and not set(own) & set(filled)
            and all(self.meaning(under[i])[0] for i in filled)
        )

    def _combined(self, upper: list[str], lower: list[str]) -> list[str]:
        """A group above counts where it makes the column a guardian's."""
        labels, group = [], ""
        for i in range(max(len(upper), len(lower))):
            above = upper[i] if i < len(upper) else ""
            own = lower[i] if i < len(lower) else ""
            group = above or group
            joined = self.meaning(group + own)[0].startswith("guardian")
            labels.append(group + own if own and joined else own or above)
        return labels

    def places(self, labels: Sequence[str]) -> dict[str, int]:
        """With a plain phone beside a guardian's name as theirs."""
        found = super().places(labels)
        meanings = [self.meaning(text)[0] for text in labels]
        phones = [i for i, column in enumerate(meanings) if column == "phone"]
        if "guardian_name" in found and "guardian_phone" not in found:
            beside = found["guardian_name"] + 1
            if beside in phones and len(phones) > 1:
                found["guardian_phone"] = beside
                found["phone"] = next(i for i in phones if i != beside)
        return found


def sensitive(header: Header) -> list[str]:
    """Labels of columns that must not be stored."""
    return [text for text in header.unread if SENSITIVE.search(normal(text, ROLE))]


def unknown(header: Header) -> list[str]:
    """Labels of the other columns that are not read, beside mere numbering."""
    refused = sensitive(header)
    return [
        text
        for text in header.unread
        if text not in refused and normal(text, ROLE) not in SERIAL
    ]
