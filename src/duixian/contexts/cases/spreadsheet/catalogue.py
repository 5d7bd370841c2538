"""Every problem a row can have: its code, how grave it is, what is said and what cures it."""

from __future__ import annotations

from dataclasses import dataclass

from duixian.contexts.cases.spreadsheet.model import Severity

ERROR, WARNING = Severity.ERROR, Severity.WARNING


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """A kind of problem; message and cure are templates for the facts of one case."""

    severity: Severity
    message: str
    cure: str


PROBLEMS: dict[str, ProblemKind] = {
    # The file as a whole
    "header.required": ProblemKind(
        ERROR, "没有“{label}”列{hint}。", "补上这一列，或把是它的那一列改用这个列名，再上传。"
    ),
    "header.unknown": ProblemKind(
        WARNING, "不认识列“{header}”{hint}，内容记入备注。", "需要时把列名改成认得的写法，再上传。"
    ),
    "header.hidden": ProblemKind(
        WARNING, "列“{header}”在 Excel 里是隐藏的，照样读了。", "不想导入就删去这一列。"
    ),
    "header.twice": ProblemKind(
        WARNING, "“{label}”出现了不止一列（{letters}），取先有内容的一列。", "只留一列。"
    ),
    "header.no_identity": ProblemKind(
        WARNING,
        "没有{side}的证件号码列，这些当事人立案后不能查控。",
        "加一列证件号码，或立案后逐个补录。",
    ),
    "sheet.others": ProblemKind(
        WARNING, "只读了工作表“{sheet}”，没有读：{others}。", "其他工作表逐个选择导入。"
    ),
    "sheet.unit": ProblemKind(
        WARNING, "表头上方写明单位是{unit}，没有写单位的金额都按它换算。", "核对换算后的金额。"
    ),
    # Docket number, court, dates
    "docket_number.unreadable": ProblemKind(
        ERROR,
        "案号的写法不对。",
        "按“（年份）法院代字+类型代字+序号+号”写，如（2016）皖0202执123号。",
    ),
    "docket_number.year": ProblemKind(ERROR, "案号的年份在导入日之后。", "核对案号的年份。"),
    "docket_number.not_enforcement": ProblemKind(
        ERROR, "案号的类型代字“{word}”不是执行案件。", "填执行案号；审判案号填到执行依据文号列。"
    ),
    "docket_number.twice": ProblemKind(
        ERROR,
        "与第 {other} 行案号相同而内容不同。",
        "核对哪一行是对的；一案多行时其余各列要一致或留空。",
    ),
    "docket_number.court": ProblemKind(
        WARNING, "案号里的法院代字是{code}，与执行法院“{court}”对不上。", "核对案号和执行法院。"
    ),
    "row.twice": ProblemKind(ERROR, "与第 {other} 行完全相同。", "删去重复的一行。"),
    "case.twice": ProblemKind(
        ERROR,
        "与第 {other} 行是同一案件：法院、执行依据、当事人、金额都相同。",
        "删去重复的一行；确是两案的写上各自案号。",
    ),
    "case.twice_numbered": ProblemKind(
        WARNING, "与第 {other} 行的执行依据、当事人、金额都相同而案号不同。", "核对是不是重复立案。"
    ),
    "row.continued": ProblemKind(
        WARNING,
        "这一行没有案号等内容，算作第 {other} 行案件的当事人。",
        "不是同一案件的，把案号、执行依据、申请执行人补全。",
    ),
    "court.missing": ProblemKind(
        ERROR, "不知道是哪个法院的案件。", "填执行法院，或在导入时选定法院。"
    ),
    "filed_on.missing": ProblemKind(
        ERROR, "有案号而没有立案日期。", "填立案日期；期限从这一天起算。"
    ),
    "filed_on.year": ProblemKind(
        WARNING, "立案日期的年份与案号的年份不同。", "核对立案日期和案号。"
    ),
    "filed_on.before_title": ProblemKind(
        ERROR,
        "立案日期早于执行依据生效日期（{effective}）。",
        "核对两个日期；未生效的文书不能立案执行。",
    ),
    "date.unreadable": ProblemKind(ERROR, "不是日期。", "写成 2016-07-01 或 2016年7月1日。"),
    "date.impossible": ProblemKind(ERROR, "没有这一天。", "核对月份和日。"),
    "date.incomplete": ProblemKind(
        ERROR, "日期不完整，缺年份四位数、月或日。", "写全年月日，如 2016-07-01。"
    ),
    "date.future": ProblemKind(ERROR, "日期在导入日（{on}）之后。", "核对年份。"),
    "date.too_early": ProblemKind(
        ERROR, "日期早得不合理。", "核对年份；也可能是别的数字填错了列。"
    ),
    "date.in_words": ProblemKind(
        ERROR,
        "履行期限写的是文字，不是日期。",
        "按生效日期换算成届满的那一天；迟延履行利息从次日起算。",
    ),
    "title_effective_on.before_made": ProblemKind(
        WARNING, "执行依据的生效日期早于作出日期。", "核对两个日期。"
    ),
    "performance_due.before_effective": ProblemKind(
        WARNING, "履行期限届满日早于执行依据生效日期。", "核对两个日期。"
    ),
    # Title and claim
    "title_number.missing": ProblemKind(
        ERROR, "没有执行依据文号。", "填判决书、调解书、裁决书等的文号。"
    ),
    "title_number.year": ProblemKind(ERROR, "执行依据文号的年份晚于立案年份。", "核对文号的年份。"),
    "title_effective_on.missing": ProblemKind(
        ERROR, "没有执行依据生效日期。", "填文书生效的日期。"
    ),
    "title_kind.unknown": ProblemKind(
        WARNING,
        "从“{value}”看不出执行依据种类，记作其他法律文书。",
        "填民事判决书、民事调解书、仲裁裁决书、公证债权文书等。",
    ),
    "title_court.missing": ProblemKind(
        ERROR, "不知道执行依据是谁作出的。", "填作出执行依据的法院、仲裁委员会或公证处。"
    ),
    "title_court.from_number": ProblemKind(
        WARNING, "没有作出执行依据的单位，按文号里的法院代字“{code}”记。", "填单位全称。"
    ),
    "performance_due.missing": ProblemKind(
        ERROR, "没有履行期限届满日。", "填日期；未届满不能立案，迟延履行利息也从次日起算。"
    ),
    "performance_due.not_over": ProblemKind(
        ERROR, "履行期限在立案时尚未届满。", "核对履行期限和立案日期。"
    ),
    "received_on.after_filed": ProblemKind(ERROR, "收案日期晚于立案日期。", "核对两个日期。"),
    "cause.missing": ProblemKind(ERROR, "没有案由。", "填案由，如民间借贷纠纷。"),
    "claim.missing": ProblemKind(
        ERROR,
        "没有申请执行的金额，也没有标的物或行为。",
        "填金额；不是金钱的，填申请标的物或申请标的行为。",
    ),
    "claim.in_words": ProblemKind(
        WARNING, "金额列写的是文字，当作要履行的{what}。", "核对；是金钱的请写成数字。"
    ),
    "claim.sum": ProblemKind(
        ERROR, "本金加利息（{sum}）不等于标的金额（{total}）。", "核对三个金额和单位。"
    ),
    "amount.unreadable": ProblemKind(
        ERROR, "不是金额。", "只写数字，单位写在表头或数字后面，如 12.5万元。"
    ),
    "amount.negative": ProblemKind(ERROR, "金额是负数。", "核对金额。"),
    "amount.zero": ProblemKind(WARNING, "金额是 0，按没有填处理。", "没有金额的留空。"),
    "amount.currency": ProblemKind(ERROR, "不是人民币。", "折成人民币填写，外币金额记在备注。"),
    "amount.commas": ProblemKind(
        ERROR, "逗号的位置不对，分不清是千分位还是小数点。", "去掉逗号，如 1234567.89。"
    ),
    "amount.approximate": ProblemKind(
        WARNING, "金额写的是约数，按 {amount} 元读入。", "填准确金额。"
    ),
    "amount.rounded": ProblemKind(
        WARNING, "金额多于两位小数，按四舍五入读成 {amount} 元。", "核对到分。"
    ),
    "amount.too_large": ProblemKind(
        ERROR, "金额大得不合理（{amount} 元）。", "核对单位：表头写万元时格内不要再写元数。"
    ),
    "amount.unit_doubtful": ProblemKind(
        WARNING, "按表头的单位换算后是 {amount} 元。", "核对单位。"
    ),
    # Parties
    "creditors.missing": ProblemKind(ERROR, "没有申请执行人。", "填申请执行人的姓名或名称。"),
    "debtors.missing": ProblemKind(ERROR, "没有被执行人。", "填被执行人的姓名或名称。"),
    "parties.undivided": ProblemKind(
        ERROR,
        "分不出谁是申请执行人、谁是被执行人。",
        "写成“申请执行人：张三；被执行人：李四”，或分成两列。",
    ),
    "parties.incomplete": ProblemKind(
        ERROR, "写了“等”，没有列全当事人。", "把每个人写全，一人一行或用、分开。"
    ),
    "parties.too_long": ProblemKind(
        ERROR, "当事人一格超过 {most} 个字。", "一人一行，案号等留空或重复。"
    ),
    "parties.same": ProblemKind(
        ERROR, "“{name}”既是申请执行人又是被执行人。", "核对当事人和证件号码。"
    ),
    "parties.repeated": ProblemKind(WARNING, "“{name}”写了两次，只算一次。", "删去重复的当事人。"),
    "party.name": ProblemKind(
        ERROR, "“{name}”不像姓名或名称。", "填姓名或单位全称，证件号码填到证件号码列。"
    ),
    "party.role": ProblemKind(ERROR, "诉讼地位“{role}”不认识。", "填申请执行人或被执行人。"),
    "party.other_role": ProblemKind(
        WARNING, "“{role}”{name}记入备注，没有作为当事人导入。", "需要时立案后添加。"
    ),
    "identity.missing": ProblemKind(
        WARNING, "{side}“{name}”没有证件号码，立案后不能查控。", "补上身份证号或统一社会信用代码。"
    ),
    "identity.rounded": ProblemKind(
        ERROR,
        "证件号码被 Excel 当成数字，末几位已经丢失。",
        "把这一列设为“文本”，重新录入完整号码；不要只改格式。",
    ),
    "identity.wrong": ProblemKind(ERROR, "证件号码不对：{why}。", "对照证件核对每一位。"),
    "identity.old": ProblemKind(
        WARNING, "是 15 位的旧身份证号，立案前要换成 18 位。", "按现在的身份证填写。"
    ),
    "identity.kind": ProblemKind(
        WARNING, "“{name}”看起来是{looks}，证件号码却是{is_}。", "核对名称和证件号码。"
    ),
    "identity.count": ProblemKind(
        ERROR,
        "{names} 个当事人，{numbers} 个证件号码，对不上。",
        "逐个对应，缺的用“无”占位；或写成“张三（号码）”。",
    ),
    "identity.two_names": ProblemKind(
        ERROR,
        "同一身份证号在第 {other} 行是“{name}”。",
        "核对是谁的号码；一号错抄到多案会错冻他人财产。",
    ),
    "identity.two_firm_names": ProblemKind(
        WARNING, "同一信用代码在第 {other} 行是“{name}”。", "核对；单位改过名的以现名为准。"
    ),
    "attribute.count": ProblemKind(
        WARNING, "{label}的个数与当事人个数对不上，记入备注。", "逐个对应，或一人一行。"
    ),
    "phone.unreadable": ProblemKind(
        WARNING, "不像电话号码，记入备注。", "填手机号或带区号的电话。"
    ),
    "liability.unreadable": ProblemKind(
        WARNING, "责任形式“{value}”不认识，按空处理。", "填连带、按份或补充。"
    ),
    "liability.missing": ProblemKind(
        ERROR,
        "有数名被执行人，没有写各自的责任形式。",
        "在责任形式列对每人写明连带、按份（及金额）或补充。",
    ),
    "liability.share": ProblemKind(
        ERROR, "“{name}”承担按份责任，没有写份额。", "写成“按份50000元”。"
    ),
    "liability.from_words": ProblemKind(
        WARNING,
        "没有责任形式列，按执行内容里的“{word}”读作{word}责任。",
        "核对；各人不同的在责任形式列写明。",
    ),
    "flag.unreadable": ProblemKind(WARNING, "“{value}”看不出是或否，按否处理。", "填是或否。"),
    "cell.too_long": ProblemKind(
        ERROR, "写了 {length} 个字，最多 {most} 个。", "写短些，其余写到备注。"
    ),
    "cell.error": ProblemKind(ERROR, "单元格是公式错误。", "改成实际内容。"),
}
