"""What some of the invented stories have beside their text: key points, timelines, cards of what they name, leads, an embargo."""

from dataclasses import dataclass, field

from portal.demo.specs.shapes import Words


@dataclass(frozen=True, slots=True)
class StoryParts:
    """Parts of one story; ``cards`` are pairs of the kind of block and the key of what it names."""

    points: tuple[Words, ...] = ()
    moments: tuple[tuple[Words, Words], ...] = ()
    cards: tuple[tuple[str, str], ...] = ()
    leads: tuple[tuple[str, Words], ...] = ()
    agency: Words = field(default_factory=lambda: Words("", ""))
    embargo_days: int = 0
    embargo_note: str = ""


PARTS: dict[str, StoryParts] = {
    "toi-khong-khoi": StoryParts(
        points=(
            Words("Hai buồng sấy bơm nhiệt thay lò than.", "Two heat-pump chambers replace the coal kiln."),
            Words(
                "Hao hụt giảm từ 14% còn chưa đến 5% sau hai vụ.", "Losses fall from 14% to under 5% in two seasons."
            ),
            Words(
                "Hợp tác xã khác có thể hỏi chủ công nghệ ngay trên cổng.",
                "Other cooperatives may ask the owner on this portal.",
            ),
        ),
        moments=(
            (
                Words("Tháng 3/2025", "March 2025"),
                Words("Đo hao hụt của lò than", "The losses of the coal kiln are measured"),
            ),
            (Words("Tháng 9/2025", "September 2025"), Words("Lắp buồng sấy thứ nhất", "The first chamber is put up")),
            (Words("Tháng 5/2026", "May 2026"), Words("Bỏ hẳn lò than", "The coal kiln is given up")),
        ),
        cards=(("technology", "say-bom-nhiet"), ("organisation", "dong-trang")),
        leads=(
            (
                "farmers",
                Words(
                    "Một mẻ tỏi khô sau 18 giờ, không phải canh trời; ba buổi là học xong cách vận hành.",
                    "A batch of garlic is dry after 18 hours whatever the weather; three sessions teach all there is to know.",
                ),
            ),
            (
                "enterprises",
                Words(
                    "0,52 kWh cho mỗi kg nước tách ra: số đo độc lập để so với lò đang dùng.",
                    "0.52 kWh for each kg of water: an independent figure to compare with your own kiln.",
                ),
            ),
        ),
        agency=Words("Báo Bắc Ninh", "Bắc Ninh Newspaper"),
    ),
    "cho-cong-nghe-sap-mo": StoryParts(cards=(("event", "cho-kinh-bac"),)),
    "ket-qua-anh-kinh-bac": StoryParts(cards=(("award", "anh-kinh-bac"),)),
    "bai-cho-duyet": StoryParts(
        cards=(("organisation", "song-mo"),),
        embargo_days=3,
        embargo_note="Sở mẫu đề nghị đăng sau lễ trao giấy chứng nhận.",
    ),
}
