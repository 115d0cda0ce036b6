"""Facts of Plan 149/KH-UBND: targets of section II, and its tasks in our own words."""

from dataclasses import dataclass

from portal.demo.specs.shapes import Words


@dataclass(frozen=True, slots=True)
class Target:
    """One target of section II for one year, in words."""

    name: Words
    year: int
    value: Words


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause: number, heading, and what it asks for in our words."""

    number: str
    heading: Words
    text: Words


GROWTH = Words(
    "Giá trị giao dịch hàng hóa khoa học và công nghệ tăng bình quân mỗi năm",
    "Average yearly growth of technology transactions",
)
INTELLECTUAL = Words("Tỷ trọng giao dịch tài sản trí tuệ", "Share of intellectual property in transactions")
IMPORTED = Words("Tỷ trọng giao dịch công nghệ nhập khẩu", "Share of imported technology")
DOMESTIC = Words(
    "Tỷ trọng giao dịch công nghệ từ viện, trường, tổ chức khoa học và công nghệ trong giao dịch có nguồn gốc trong nước",
    "Share of institutes and universities in transactions of domestic origin",
)
INTERMEDIARIES = Words("Tổ chức trung gian được hình thành và phát triển", "Intermediaries founded and developed")
EXCHANGE = Words(
    "Sàn giao dịch công nghệ và thiết bị tỉnh Bắc Ninh", "Technology and equipment exchange of Bắc Ninh province"
)

TARGETS: tuple[Target, ...] = (
    Target(GROWTH, 2025, Words("khoảng 25%", "about 25%")),
    Target(INTELLECTUAL, 2025, Words("trên 15%", "over 15%")),
    Target(IMPORTED, 2025, Words("30%", "30%")),
    Target(DOMESTIC, 2025, Words("từ 35%", "35% or more")),
    Target(INTERMEDIARIES, 2025, Words("01 tổ chức", "1")),
    Target(GROWTH, 2030, Words("khoảng 30%", "about 30%")),
    Target(INTELLECTUAL, 2030, Words("trên 20%", "over 20%")),
    Target(IMPORTED, 2030, Words("35%", "35%")),
    Target(DOMESTIC, 2030, Words("trên 40%", "over 40%")),
    Target(EXCHANGE, 2030, Words("thành lập", "founded")),
)

CLAUSES: tuple[Clause, ...] = (
    Clause(
        "II",
        Words("Mục tiêu cụ thể", "Targets"),
        Words("Hai mốc 2025 và 2030, nêu ở bảng chỉ tiêu.", "Two dates, 2025 and 2030; see the table of targets."),
    ),
    Clause(
        "III.1",
        Words("Quy định và chế độ báo cáo", "Rules and reporting"),
        Words(
            "Rà soát, hoàn thiện chính sách; thu hút chuyên gia; xây dựng tiêu chí, báo cáo thống kê thị trường.",
            "Review and complete policies, attract experts, set criteria and statistical reporting.",
        ),
    ),
    Clause(
        "III.2",
        Words("Nguồn cầu", "Demand"),
        Words(
            "Điều tra nhu cầu và năng lực hấp thụ; lập cơ sở dữ liệu nhu cầu; hỗ trợ đặt hàng, định giá, thử nghiệm.",
            "Survey needs and the ability to take technology up, build a database of needs, support orders, valuation and trials.",
        ),
    ),
    Clause(
        "III.3",
        Words("Nguồn cung", "Supply"),
        Words(
            "Đặt hàng nhiệm vụ lấy doanh nghiệp làm trung tâm; chuyển giao, nhập khẩu, giải mã; thương mại hóa kết quả nghiên cứu.",
            "Commission tasks around enterprises; transfer, import and decode technology; bring research results to market.",
        ),
    ),
    Clause(
        "III.4",
        Words("Tổ chức trung gian", "Intermediaries"),
        Words(
            "Hình thành, nâng cao năng lực và nối mạng các tổ chức trung gian.",
            "Found, strengthen and connect intermediaries.",
        ),
    ),
    Clause(
        "III.5",
        Words("Xúc tiến thị trường", "Promotion"),
        Words(
            "Tham gia và tổ chức sự kiện các cấp, trực tiếp và trực tuyến; chợ, hội chợ công nghệ; xúc tiến trong và ngoài nước.",
            "Take part in and hold events of every level, on site and online; fairs; promotion at home and abroad.",
        ),
    ),
    Clause(
        "III.6",
        Words("Đào tạo, truyền thông, hội nhập", "Training, communication, integration"),
        Words(
            "Đào tạo tổ chức trung gian và cán bộ; truyền thông; khen thưởng, tôn vinh; hợp tác trong nước và quốc tế.",
            "Train intermediaries and officials, communicate, commend and honour, cooperate at home and abroad.",
        ),
    ),
    Clause(
        "III.7",
        Words("Hạ tầng thị trường", "Infrastructure"),
        Words(
            "Phát triển sàn giao dịch công nghệ và thiết bị; công cụ thống kê, số hóa; kết nối cơ sở dữ liệu quốc gia.",
            "Develop the exchange; statistical and digital tools; connection to the national database.",
        ),
    ),
    Clause(
        "V.1",
        Words("Sở Khoa học và Công nghệ", "Department of Science and Technology"),
        Words(
            "Đầu mối tham mưu, kiểm tra, tổng hợp báo cáo, đề xuất khen thưởng.",
            "Focal point: advice, inspection, reports, proposals for commendation.",
        ),
    ),
    Clause(
        "V.4",
        Words("Sở Công Thương", "Department of Industry and Trade"),
        Words(
            "Thương mại điện tử, khuyến công; lồng ghép với xúc tiến thương mại hằng năm.",
            "E-commerce and industrial extension; joined with yearly trade promotion.",
        ),
    ),
    Clause(
        "V.5",
        Words("Báo và đài của tỉnh", "The province's newspaper and broadcaster"),
        Words(
            "Thông tin chủ trương, kết quả theo từng nhóm đối tượng; nhân rộng điển hình.",
            "Inform each audience of policy and results; spread good models.",
        ),
    ),
    Clause(
        "V.7",
        Words("Doanh nghiệp, viện, trường, cá nhân", "Enterprises, institutes, schools, persons"),
        Words(
            "Đầu tư nghiên cứu, đổi mới; chuyển giao công nghệ đúng danh mục; giao dịch qua sàn.",
            "Invest in research and innovation, transfer within the lists, trade through the exchange.",
        ),
    ),
)
