"""One invented edition of an award from its call to its decision: fourteen dossiers, seven jurors, two conflicts, one tie, one appeal."""

from dataclasses import dataclass
from typing import Final

from awards.enums import Honour
from portal.demo.specs.shapes import Words


@dataclass(frozen=True, slots=True)
class DossierSpec:
    """A dossier; ``marks`` are about what jurors give for each criterion, ``is_steady`` where all give exactly that."""

    key: str
    category: str
    organisation: str
    title: Words
    merits: Words
    marks: tuple[int, ...]
    honour: Honour | None = None
    is_finalist: bool = False
    is_steady: bool = False
    needs_cure: bool = False
    is_ineligible: bool = False


@dataclass(frozen=True, slots=True)
class JurorSpec:
    """A juror, invented; ``conflict_with`` is a dossier, told at the start; ``is_late``: another is told after scoring."""

    key: str
    name: str
    workplace: str
    position: str
    is_chair: bool = False
    is_reserve: bool = False
    conflict_with: str = ""
    is_late: bool = False

    @property
    def email(self) -> str:
        """The address that they sign in with."""
        return f"giam-khao-{self.key}@example.org"


TITLE: Final = Words(
    "Giải thưởng Sáng kiến Kinh Bắc, kỳ gần nhất (mẫu)", "Kinh Bắc Innovation Award, latest edition (sample)"
)
LEAD: Final = Words(
    "Một kỳ xét giải minh họa đủ mọi bước: nhận hồ sơ, xét điều kiện, chấm, họp hội đồng, lấy ý kiến, quyết định, khiếu nại.",
    "An invented edition with every step: call, check, scoring, deliberation, comments, decision, appeal.",
)
LEGAL_BASIS: Final = Words("Quy chế mẫu của Ban tổ chức Giải thưởng.", "Sample rules of the organising committee.")
BUDGET: Final = Words("Kinh phí minh họa", "Sample budget")
CALL_DAYS_AGO: Final = 115
"""So many days before the building the call began: by the preset's timetable appeals are being heard now."""

DOSSIERS: Final = (
    DossierSpec(
        "say-toi",
        "nong-nghiep",
        "song-mo",
        Words("Máy sấy tỏi hai tầng nhiệt (mẫu)", "Two-stage garlic dryer (sample)"),
        Words(
            "Hao hụt sau sấy giảm từ 14% còn 4,6% qua hai vụ.",
            "Losses after drying fell from 14% to 4.6% over two seasons.",
        ),
        (9, 9, 8, 9),
        Honour.FIRST,
        is_finalist=True,
    ),
    DossierSpec(
        "tuoi-nho-giot",
        "nong-nghiep",
        "dong-trang",
        Words("Tưới nhỏ giọt theo độ ẩm đất (mẫu)", "Drip irrigation by soil moisture (sample)"),
        Words("Nước tưới giảm một phần ba trên 20 ha rau.", "A third less water on 20 ha of vegetables."),
        (8, 8, 8, 8),
        Honour.SECOND,
        is_finalist=True,
        is_steady=True,
    ),
    DossierSpec(
        "phan-loai-trung",
        "nong-nghiep",
        "ben-dau",
        Words("Phân loại trứng tằm bằng ảnh (mẫu)", "Sorting silkworm eggs by image (sample)"),
        Words("Tỷ lệ nở tăng từ 82% lên 91%.", "Hatching rose from 82% to 91%."),
        (8, 8, 8, 8),
        Honour.THIRD,
        is_finalist=True,
        is_steady=True,
    ),
    DossierSpec(
        "kho-lanh",
        "nong-nghiep",
        "bach-hac",
        Words("Kho lạnh tách ngăn cho hộ nhỏ (mẫu)", "Compartment cold store for small farms (sample)"),
        Words("Điện tiêu thụ giảm 18% so với kho cũ.", "Power use is 18% below that of the old store."),
        (6, 7, 6, 6),
        needs_cure=True,
    ),
    DossierSpec(
        "so-tay-giong",
        "nong-nghiep",
        "cau-noi",
        Words("Sổ tay giống lúa chịu úng (mẫu)", "Handbook of flood-tolerant rice (sample)"),
        Words("Chưa áp dụng đủ sáu tháng khi nộp.", "In use for less than six months when handed in."),
        (5, 5, 5, 5),
        is_ineligible=True,
    ),
    DossierSpec(
        "khuon-in",
        "san-xuat",
        "vi-lam",
        Words("Khuôn in mạch tái sử dụng (mẫu)", "Reusable circuit stencil (sample)"),
        Words("Số khuôn bỏ đi mỗi tháng giảm còn một nửa.", "Half as many stencils thrown away each month."),
        (9, 8, 9, 8),
        Honour.FIRST,
        is_finalist=True,
    ),
    DossierSpec(
        "lo-gom",
        "san-xuat",
        "lo-may",
        Words("Lò gốm thu hồi nhiệt khói (mẫu)", "Kiln that recovers heat from its smoke (sample)"),
        Words("Gas mỗi mẻ giảm 18%.", "18% less gas for each firing."),
        (8, 9, 7, 8),
        Honour.SECOND,
        is_finalist=True,
    ),
    DossierSpec(
        "vat-lieu-chiu-mon",
        "san-xuat",
        "sao-khue",
        Words("Lớp phủ chịu mòn cho vít tải (mẫu)", "Wear-resistant coating for screw conveyors (sample)"),
        Words("Tuổi thọ vít tải tăng từ 5 lên 14 tháng.", "Conveyor screws last 14 months instead of 5."),
        (7, 7, 8, 7),
        is_finalist=True,
    ),
    DossierSpec(
        "kiem-dinh-nhanh",
        "san-xuat",
        "chuan-viet",
        Words("Bộ kiểm nhanh kim loại nặng (mẫu)", "Quick test for heavy metals (sample)"),
        Words(
            "Kết quả trong 40 phút, sai lệch dưới 8% so với phòng thí nghiệm.",
            "Results in 40 minutes, within 8% of the laboratory's.",
        ),
        (6, 6, 7, 6),
    ),
    DossierSpec(
        "may-goi",
        "san-xuat",
        "hat-mam",
        Words("Máy đóng gói nhỏ cho tổ hợp tác (mẫu)", "Small packing machine for cooperatives (sample)"),
        Words("Hai người làm việc của năm người.", "Two people do the work of five."),
        (5, 6, 6, 5),
    ),
    DossierSpec(
        "loc-nuoc",
        "doi-song",
        "suoi-ngan",
        Words("Cụm lọc nước giếng cho trường mầm non (mẫu)", "Well-water filters for kindergartens (sample)"),
        Words("Đã lắp tại sáu điểm trường, đạt chuẩn nước sạch.", "In six schools; the water meets the standard."),
        (9, 9, 9, 9),
        Honour.FIRST,
        is_finalist=True,
    ),
    DossierSpec(
        "cam-bien-ngap",
        "doi-song",
        "chuon-chuon",
        Words("Cảm biến ngập đường nội xã (mẫu)", "Flood sensors for village roads (sample)"),
        Words("Báo trước trung bình 50 phút ở ba xã.", "Fifty minutes of warning on average in three communes."),
        (8, 7, 8, 8),
        Honour.SECOND,
        is_finalist=True,
    ),
    DossierSpec(
        "tram-thong-tin",
        "doi-song",
        "quan-ho-xanh",
        Words(
            "Trạm thông tin bằng giọng nói cho người cao tuổi (mẫu)",
            "Information points that speak, for the elderly (sample)",
        ),
        Words(
            "Bốn trăm lượt hỏi mỗi tháng tại hai nhà văn hóa.",
            "Four hundred questions a month in two community houses.",
        ),
        (7, 6, 7, 6),
    ),
    DossierSpec(
        "ve-bien",
        "doi-song",
        "kinh-ha",
        Words("Vẽ biển hiệu từ nhựa thu gom (mẫu)", "Signs made of collected plastic (sample)"),
        Words("Ba tấn nhựa được dùng lại trong một năm.", "Three tonnes of plastic used again in a year."),
        (6, 7, 6, 6),
    ),
)

JURORS: Final = (
    JurorSpec("chu-tich", "GS Trần Hội Đồng (mẫu)", "Đại học Ví Dụ", "Chủ tịch hội đồng", is_chair=True),
    JurorSpec("uy-vien-1", "TS Lê Giám Khảo (mẫu)", "Viện Ví Dụ", "Ủy viên"),
    JurorSpec(
        "uy-vien-2",
        "TS Phạm Trọng Tài (mẫu)",
        "Viện Vật liệu Sao Khuê (mẫu)",
        "Ủy viên",
        conflict_with="vat-lieu-chiu-mon",
    ),
    JurorSpec("uy-vien-3", "ThS Vũ Công Tâm (mẫu)", "Liên hiệp hội Ví Dụ", "Ủy viên"),
    JurorSpec("uy-vien-4", "ThS Đỗ Minh Bạch (mẫu)", "Sở Ví Dụ", "Ủy viên"),
    JurorSpec("uy-vien-5", "KS Hoàng Thẳng Thắn (mẫu)", "Công ty Ví Dụ", "Ủy viên", is_late=True),
    JurorSpec("uy-vien-6", "ThS Ngô Độc Lập (mẫu)", "Báo Ví Dụ", "Ủy viên"),
    JurorSpec("du-khuyet", "TS Bùi Dự Khuyết (mẫu)", "Đại học Ví Dụ", "Ủy viên dự khuyết", is_reserve=True),
)

REMARK: Final = Words(
    "Hồ sơ rõ ràng; nên bổ sung số liệu của vụ tiếp theo (nhận xét mẫu).",
    "A clear dossier; figures of the next season would help (sample remark).",
)
APPEAL: Final = Words(
    "Thời gian bổ sung hồ sơ được thông báo bằng thư nhưng thư đến sau một ngày (nội dung minh họa).",
    "The mail that asked to complete the dossier came a day late (sample text).",
)
APPEAL_BY: Final = "kho-lanh"
APPEAL_OUTCOME: Final = Words(
    "Hồ sơ được bổ sung trước hạn nên thời hạn không bị ảnh hưởng; khiếu nại không được chấp nhận (nội dung minh họa).",
    "The dossier was completed in time, so nothing was lost; the appeal is rejected (sample text).",
)
DECISION_NUMBER: Final = "00/QĐ-BTC-MẪU"
