"""Invented enquiries about the demo's technologies in every state, and what came of them."""

from dataclasses import dataclass

from showcase.deal_enums import DealOrigin, DealStage, ValueBand
from showcase.enquiry_enums import DeclineReason


@dataclass(frozen=True, slots=True)
class EnquirySpec:
    """Somebody asks about a technology so many days ago; an empty answer leaves it waiting, a reason declines it."""

    page: str
    name: str
    company: str
    days_ago: int
    interest: str
    contribution: str = ""
    question: str = ""
    answer: str = ""
    decline: DeclineReason | None = None
    messages: tuple[str, ...] = ()
    """In turns, the sender first."""
    shares_contact: bool = False


@dataclass(frozen=True, slots=True)
class DealSpec:
    """Two parties did something with each other; confirmed, unless it still waits."""

    seller: str
    buyer: str
    title: str
    stage: DealStage
    days_ago: int
    band: ValueBand | str = ""
    origin: DealOrigin = DealOrigin.DOMESTIC
    is_ip_asset: bool = False
    is_imported: bool = False
    from_institute: bool = False
    with_intermediary: bool = False
    is_confirmed: bool = True


ENQUIRIES: tuple[EnquirySpec, ...] = (
    EnquirySpec(
        "say-bom-nhiet",
        "Nguyễn Thị Hành (mẫu)",
        "HTX Hành tím Bãi Giữa (mẫu)",
        2,
        "Dùng cho hành tím, mỗi mẻ 2 tấn, có sấy được khi trời nồm không?",
        "Nhà xưởng 300 m², điện 3 pha 45 kW, 60 hộ trồng hành.",
        "Chi phí điện cho một kg hành khô là bao nhiêu?",
    ),
    EnquirySpec(
        "say-bom-nhiet",
        "Phạm Văn Tỏi (mẫu)",
        "Cơ sở sấy Tỏi Vàng (mẫu)",
        20,
        "Muốn chạy thử một mẻ tỏi 500 kg tại xưởng.",
        "Có thể góp nguyên liệu và nhân công.",
        "Bao giờ có máy để thử?",
        answer="Mời cơ sở mang tỏi đến chạy thử. Máy thử trống vào các ngày thứ Ba và thứ Năm.",
        messages=(
            "Chúng tôi đến sáng thứ Năm tuần sau, hai người.",
            "Đã giữ lịch. Xin mang tỏi đã bóc rễ, độ ẩm trên 60%.",
        ),
        shares_contact=True,
    ),
    EnquirySpec(
        "say-bom-nhiet",
        "Lý Thu Hà (mẫu)",
        "",
        35,
        "Sấy hải sản ở quy mô hộ gia đình.",
        answer="",
        decline=DeclineReason.NO_FIT,
    ),
)
# Old enough to be part of the public figures, each from and to somebody else.
EARLIER: tuple[EnquirySpec, ...] = tuple(
    EnquirySpec(page, name, company, days_ago, interest, answer="Đã gửi tài liệu và hẹn lịch gặp.")
    for page, name, company, days_ago, interest in (
        ("camera-be-mat", "Đỗ Văn Khuôn (mẫu)", "Xưởng khuôn Tân Mẫu (mẫu)", 130, "Kiểm tra vết xước trên khuôn nhựa."),
        ("phu-nano", "Trịnh Thị Ép (mẫu)", "Công ty Nhựa Ép Mẫu (mẫu)", 140, "Phủ thử hai bộ khuôn."),
        ("lo-gom", "Bùi Văn Nung (mẫu)", "Hộ gốm Nung Đỏ (mẫu)", 150, "Tính lượng gas tiết kiệm cho lò 2 m³."),
        ("say-bom-nhiet", "Vũ Thị Mùa (mẫu)", "HTX Rau Mùa (mẫu)", 160, "Sấy cà rốt thái lát."),
        ("gieo-ma", "Hoàng Văn Mạ (mẫu)", "HTX Lúa Đồng Mẫu (mẫu)", 165, "Gieo mạ khay cho 40 ha vụ xuân."),
        ("nuoc-thai-giay", "Ngô Thị Bột (mẫu)", "Xưởng giấy Bột Mới (mẫu)", 170, "Xử lý 80 m³ nước thải mỗi ngày."),
        ("truy-xuat-rau", "Đặng Văn Luống (mẫu)", "Tổ rau Luống Xanh (mẫu)", 172, "Ghi mã lô cho 12 hộ trồng rau."),
        ("cam-bien-rung", "Phan Thị Trục (mẫu)", "Công ty Bơm Mẫu (mẫu)", 175, "Theo dõi 30 động cơ bơm."),
        ("may-nen-khi", "Lương Văn Khí (mẫu)", "Xưởng dệt Sợi Mẫu (mẫu)", 178, "Ba máy nén 22 kW chạy hai ca."),
        ("gach-tro", "Tạ Thị Vữa (mẫu)", "Công ty Xây Mẫu (mẫu)", 182, "Gạch lát vỉa hè, thử bền nén."),
        ("chiet-xuat", "Cao Văn Lá (mẫu)", "Cơ sở dược liệu Lá Mẫu (mẫu)", 185, "Chiết đinh lăng, mẻ 30 lít."),
        ("rom-vien", "Mai Thị Rơm (mẫu)", "HTX Rơm Mẫu (mẫu)", 190, "Ép rơm cho 60 ha sau gặt."),
    )
)
DEALS: tuple[DealSpec, ...] = (
    DealSpec("song-mo", "dong-trang", "Máy sấy bơm nhiệt 3 tấn", DealStage.CONTRACT, 150, ValueBand.UP_TO_1_BILLION),
    DealSpec(
        "sao-khue",
        "vi-lam",
        "Li-xăng lớp phủ chống ăn mòn",
        DealStage.CONTRACT,
        160,
        ValueBand.UP_TO_500_MILLION,
        is_ip_asset=True,
        from_institute=True,
    ),
    DealSpec(
        "kinh-ha",
        "suoi-ngan",
        "Phần mềm giám sát nước thải",
        DealStage.CONTRACT,
        170,
        ValueBand.UP_TO_500_MILLION,
        is_ip_asset=True,
        from_institute=True,
        with_intermediary=True,
    ),
    DealSpec(
        "quan-ho-xanh",
        "dong-trang",
        "Nền tảng truy xuất vùng rau",
        DealStage.CONTRACT,
        190,
        ValueBand.UP_TO_500_MILLION,
        is_ip_asset=True,
    ),
    DealSpec("chuon-chuon", "song-mo", "Cảm biến rung không dây", DealStage.CONTRACT, 200, ValueBand.UP_TO_1_BILLION),
    DealSpec(
        "nordlicht",
        "suoi-ngan",
        "Bộ trao đổi nhiệt",
        DealStage.CONTRACT,
        210,
        ValueBand.UP_TO_1_BILLION,
        origin=DealOrigin.FOREIGN,
        is_imported=True,
    ),
    DealSpec(
        "hoshizora",
        "lo-may",
        "Đầu đo độ dày men",
        DealStage.TEST,
        215,
        origin=DealOrigin.FOREIGN,
        is_imported=True,
    ),
    DealSpec("vi-lam", "song-mo", "Camera kiểm tra bề mặt", DealStage.TEST, 180),
    DealSpec("chuon-chuon", "dong-trang", "Cảm biến rung cho máy bơm", DealStage.TEST, 175),
    DealSpec("quan-ho-xanh", "song-mo", "Mã lô cho từng mẻ sấy", DealStage.TEST, 165),
    DealSpec("sao-khue", "suoi-ngan", "Lớp phủ cho cánh bơm", DealStage.TEST, 155, from_institute=True),
    DealSpec("lo-may", "ven-song", "Lò gốm thu hồi nhiệt", DealStage.TEST, 150),
    DealSpec("song-mo", "lo-may", "Sấy gốm mộc bằng bơm nhiệt", DealStage.TEST, 160),
    DealSpec("suoi-ngan", "dong-trang", "Xử lý nước rửa nông sản", DealStage.TEST, 140),
    DealSpec("kinh-ha", "song-mo", "Cảm biến rung cho quạt sấy", DealStage.TALK, 150, from_institute=True),
    DealSpec("sao-khue", "lo-may", "Men không chì", DealStage.TALK, 145, from_institute=True),
    DealSpec("vi-lam", "dong-trang", "Phân loại củ bằng hình ảnh", DealStage.TALK, 150),
    DealSpec("song-mo", "ven-song", "Sấy đất sét trước khi nung", DealStage.TALK, 155),
    DealSpec("lo-may", "song-mo", "Tận dụng nhiệt khói lò để sấy", DealStage.TALK, 160),
    DealSpec("chuon-chuon", "suoi-ngan", "Giám sát máy thổi khí", DealStage.TALK, 165),
    DealSpec("quan-ho-xanh", "lo-may", "Tra cứu nguồn gốc men gốm", DealStage.TALK, 170),
    DealSpec("kinh-ha", "dong-trang", "Đo nước kênh tưới", DealStage.TALK, 175, from_institute=True),
    DealSpec("suoi-ngan", "ven-song", "Lọc nước xưởng gốm", DealStage.TALK, 180),
    DealSpec("sao-khue", "song-mo", "Khay sấy phủ chống dính", DealStage.TALK, 185, from_institute=True),
    DealSpec("suoi-ngan", "song-mo", "Lọc bụi xưởng sấy", DealStage.TEST, 3, is_confirmed=False),
)
