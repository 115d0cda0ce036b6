"""Eight invented experts; none of them exists."""

from dataclasses import dataclass
from typing import Final

from portal.demo.specs.shapes import Words


@dataclass(frozen=True, slots=True)
class ExpertSpec:
    """An invented expert; fields by the codes of their vocabulary, languages with their level."""

    key: str
    name: str
    title: Words
    country: str
    time_zone: str
    availability: str
    fields: tuple[str, ...]
    helps: tuple[str, ...]
    languages: tuple[tuple[str, str], ...]
    summary: Words


EXPERTS: Final = (
    ExpertSpec(
        "an",
        "Phạm Hoài An",
        Words(
            "TS. công nghệ sau thu hoạch, viện nghiên cứu tại Pháp",
            "PhD in post-harvest technology, institute in France",
        ),
        "FR",
        "Europe/Paris",
        "now",
        ("agricultural-processing", "energy-saving"),
        ("advice", "evaluation"),
        (("vi", "native"), ("fr", "fluent"), ("en", "fluent")),
        Words(
            "Hai mươi năm về sấy và bảo quản nông sản nhiệt đới. Giúp chọn công nghệ sấy, tính năng lượng và đọc hồ sơ thiết bị.",
            "Twenty years of drying and storing tropical produce. Helps to choose dryers, reckon energy and read offers.",
        ),
    ),
    ExpertSpec(
        "nhat",
        "Đinh Tuệ Nhật",
        Words("Kỹ sư trưởng tự động hóa, Nhật Bản", "Chief automation engineer, Japan"),
        "JP",
        "Asia/Tokyo",
        "soon",
        ("mechanics-automation", "electronics-supporting-industry"),
        ("advice", "teaching", "mentoring"),
        (("vi", "native"), ("ja", "fluent"), ("en", "working")),
        Words(
            "Thiết kế dây chuyền lắp ráp cho xưởng vừa và nhỏ; hướng dẫn kỹ thuật viên về rô-bốt cộng tác và an toàn máy.",
            "Designs assembly lines for small and middling workshops; teaches technicians collaborative robots and machine safety.",
        ),
    ),
    ExpertSpec(
        "lindqvist",
        "A. Lindqvist",
        Words("Giáo sư kỹ thuật môi trường, Thụy Điển", "Professor of environmental engineering, Sweden"),
        "SE",
        "Europe/Stockholm",
        "agreement",
        ("environment-water-waste",),
        ("research", "evaluation"),
        (("sv", "native"), ("en", "fluent")),
        Words(
            "Nghiên cứu xử lý nước thải làng nghề và thu hồi kim loại; mong cùng viện, trường trong tỉnh lập đề tài chung.",
            "Studies waste water of craft villages and recovery of metals; looks for joint projects with institutes of the province.",
        ),
    ),
    ExpertSpec(
        "uyen",
        "Trịnh Lam Uyên",
        Words("PGS. khoa học vật liệu, Hoa Kỳ", "Associate professor of materials science, United States"),
        "US",
        "America/Los_Angeles",
        "agreement",
        ("materials-surfaces", "construction-ceramics"),
        ("research", "advice"),
        (("vi", "native"), ("en", "fluent")),
        Words(
            "Men gốm không chì, lớp phủ chịu mòn, phân tích bề mặt. Nhận đọc thuyết minh và góp ý phương án thử nghiệm.",
            "Lead-free glazes, wear-resistant coatings, surface analysis. Reads proposals and comments on test plans.",
        ),
    ),
    ExpertSpec(
        "seo",
        "Seo J.",
        Words("Chuyên gia quản lý chất lượng điện tử, Hàn Quốc", "Quality expert in electronics, South Korea"),
        "KR",
        "Asia/Seoul",
        "now",
        ("electronics-supporting-industry", "measurement-quality"),
        ("teaching", "evaluation"),
        (("ko", "native"), ("en", "working"), ("vi", "basic")),
        Words(
            "Đưa doanh nghiệp phụ trợ vào chuỗi cung ứng: kiểm soát lỗi, đo lường, truy xuất, đánh giá nhà cung cấp.",
            "Leads suppliers into supply chains: defects, measurement, tracing and supplier audits.",
        ),
    ),
    ExpertSpec(
        "khoi",
        "Vương Đăng Khôi",
        Words("Luật sư sở hữu trí tuệ, Đức", "Intellectual property lawyer, Germany"),
        "DE",
        "Europe/Berlin",
        "agreement",
        ("information-technology", "biomedicine-herbs"),
        ("advice", "mentoring"),
        (("vi", "native"), ("de", "fluent"), ("en", "fluent")),
        Words(
            "Hợp đồng li-xăng, tự do khai thác, định giá sáng chế cho nhóm khởi nghiệp từ trường đại học.",
            "Licences, freedom to operate and valuing patents for start-ups from universities.",
        ),
    ),
    ExpertSpec(
        "ngan",
        "Lưu Bích Ngân",
        Words("Nhà khoa học dữ liệu, Úc", "Data scientist, Australia"),
        "AU",
        "Australia/Sydney",
        "paused",
        ("information-technology", "farm-mechanisation"),
        ("teaching", "mentoring"),
        (("vi", "native"), ("en", "fluent")),
        Words(
            "Dữ liệu cho nông nghiệp và xưởng nhỏ: cảm biến, dự báo, kế hoạch sản xuất. Hiện tạm dừng nhận yêu cầu.",
            "Data for farms and small workshops: sensors, forecasts, planning. Takes no requests for the time being.",
        ),
    ),
    ExpertSpec(
        "khoa",
        "Phạm Đình Khoa",
        Words(
            "PGS.TS., Trường Đại học Kỹ thuật Kinh Hạ (mẫu)",
            "Associate professor, Kinh Hạ University of Technology (sample)",
        ),
        "VN",
        "Asia/Ho_Chi_Minh",
        "now",
        ("crafts-villages", "mechanics-automation"),
        ("advice", "teaching", "evaluation"),
        (("vi", "native"), ("en", "working"), ("ru", "working")),
        Words(
            "Cơ giới hóa làng nghề, hồ sơ thử nghiệm, đánh giá mức sẵn sàng công nghệ. Thành viên nhiều hội đồng xét chọn.",
            "Mechanising craft villages, test files, readiness assessment. Member of several juries.",
        ),
    ),
)
